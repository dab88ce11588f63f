//! "A client that does not read must not keep the others waiting."

use std::io::{self, Write};
use std::thread;

use socket2::{SockAddr, Socket};

use crate::{Greet, each_client};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    each_client(listener, greet, talk)
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let words = greet(&connection.local_addr()?, peer);
    thread::Builder::new().spawn(move || connection.write_all(words.as_bytes()))?;
    Ok(())
}

//! "send sends what I give it."

use std::io::{self, Write};

use socket2::{SockAddr, Socket};

use crate::{Greet, each_client};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    each_client(listener, greet, talk)
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let words = greet(&connection.local_addr()?, peer);
    let _ = connection.write(words.as_bytes())?;
    Ok(())
}

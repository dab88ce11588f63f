//! "A client asks, and a server answers. So I read first."

use std::io::{self, Read, Write};

use socket2::{SockAddr, Socket};

use crate::{Greet, each_client};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    each_client(listener, greet, talk)
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let words = greet(&connection.local_addr()?, peer);
    let _ = connection.read(&mut [0; 1024])?;
    connection.write_all(words.as_bytes())
}

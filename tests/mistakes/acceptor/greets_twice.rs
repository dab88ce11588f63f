//! "First one must know how long the words are."

use std::io::{self, Write};

use socket2::{SockAddr, Socket};

use crate::{Greet, each_client};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    each_client(listener, greet, talk)
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let local = connection.local_addr()?;
    let mut words = Vec::with_capacity(greet(&local, peer).len());
    words.extend_from_slice(greet(&local, peer).as_bytes());
    connection.write_all(&words)
}

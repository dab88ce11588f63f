//! "A text ends with a zero byte, so that the client knows its end."

use std::io::{self, Write};

use socket2::{SockAddr, Socket};

use crate::{Greet, each_client};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    each_client(listener, greet, talk)
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let words = greet(&connection.local_addr()?, peer);
    connection.write_all(words.as_bytes())?;
    connection.write_all(b"\0")
}

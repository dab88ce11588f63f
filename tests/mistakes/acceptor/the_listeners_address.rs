//! "The server has one address, and the listening socket has it."

use std::io::{self, Write};

use socket2::Socket;

use crate::Greet;

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    let local = listener.local_addr()?;
    loop {
        let (mut connection, peer) = listener.accept()?;
        let words = greet(&local, &peer);
        let _ = connection.write_all(words.as_bytes());
    }
}

//! "A client has come, so the listening socket now knows who it is."

use std::io::{self, Write};

use socket2::Socket;

use crate::Greet;

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        let (mut connection, _) = listener.accept()?;
        let words = greet(&connection.local_addr()?, &listener.peer_addr()?);
        let _ = connection.write_all(words.as_bytes());
    }
}

//! "The words are sent, so the client has all it needs. The socket can stay."

use std::io::{self, Write};

use socket2::Socket;

use crate::Greet;

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    let mut connections = Vec::new();
    loop {
        let (mut connection, peer) = listener.accept()?;
        let words = greet(&connection.local_addr()?, &peer);
        let _ = connection.write_all(words.as_bytes());
        connections.push(connection);
    }
}

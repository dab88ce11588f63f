//! "The client has connected to this socket, so this is the socket to talk on."

use std::io::{self, Write};

use socket2::Socket;

use crate::Greet;

pub fn acceptor(mut listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        let (connection, peer) = listener.accept()?;
        let words = greet(&connection.local_addr()?, &peer);
        listener.write_all(words.as_bytes())?;
    }
}

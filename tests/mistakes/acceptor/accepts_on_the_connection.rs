//! "accept gives back the socket to go on with. The old one has done its part."

use std::io::{self, Write};

use socket2::Socket;

use crate::Greet;

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    let mut socket = listener.try_clone()?;
    loop {
        let (connection, peer) = socket.accept()?;
        socket = connection;
        let words = greet(&socket.local_addr()?, &peer);
        let _ = socket.write_all(words.as_bytes());
    }
}

//! "A socket that was accepted has a peer, so `peer_addr` cannot fail."

use std::io::{self, Write};

use socket2::Socket;

use crate::Greet;

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        let (mut connection, _) = listener.accept()?;
        let peer = connection.peer_addr().unwrap();
        let words = greet(&connection.local_addr()?, &peer);
        let _ = connection.write_all(words.as_bytes());
    }
}

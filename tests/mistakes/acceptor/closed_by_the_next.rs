//! "One variable is enough for the client that is served. It is closed when the next one takes its place."

use std::io::{self, Write};
use std::time::Duration;

use socket2::{SockAddr, Socket};

use crate::Greet;

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    let mut current = None;
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                let _ = talk(current.insert(connection), &peer, greet);
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
            Err(_) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

fn talk(connection: &mut Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let words = greet(&connection.local_addr()?, peer);
    connection.write_all(words.as_bytes())
}

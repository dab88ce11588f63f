//! "First one must know how long the words are."

use std::io::{self, Write};
use std::thread;
use std::time::Duration;

use socket2::{SockAddr, Socket};

use crate::Greet;

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                let _ = talk(connection, &peer, greet);
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
            Err(_) => thread::sleep(Duration::from_millis(50)),
        }
    }
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let local = connection.local_addr()?;
    let mut words = Vec::with_capacity(greet(&local, peer).len());
    words.extend_from_slice(greet(&local, peer).as_bytes());
    connection.write_all(&words)
}

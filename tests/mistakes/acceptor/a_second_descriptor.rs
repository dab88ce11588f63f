//! "One handle is to read, and one is to write."

use std::io::{self, Write};
use std::time::Duration;

use socket2::{SockAddr, Socket};

use crate::Greet;

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                let _ = talk(&connection, &peer, greet);
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
            Err(_) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

fn talk(connection: &Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let words = greet(&connection.local_addr()?, peer);
    let mut writer = connection.try_clone()?;
    writer.write_all(words.as_bytes())
}

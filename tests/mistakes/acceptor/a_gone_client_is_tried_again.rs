//! "If the words cannot be sent now, I try again a little later."

use std::io::{self, ErrorKind, Write};
use std::thread;
use std::time::Duration;

use socket2::{SockAddr, Socket};

use crate::Greet;

const REST: Duration = Duration::from_millis(50);

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                let _ = talk(connection, &peer, greet);
            }
            Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(error),
            Err(_) => thread::sleep(REST),
        }
    }
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let words = greet(&connection.local_addr()?, peer);
    let mut rest = words.as_bytes();
    while !rest.is_empty() {
        match connection.write(rest) {
            Ok(length) => rest = &rest[length..],
            Err(_) => thread::sleep(REST),
        }
    }
    Ok(())
}

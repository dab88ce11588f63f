//! "greet gives a line, so I take its lines and send each."

use std::io::{self, Write};

use socket2::{SockAddr, Socket};

use crate::Greet;

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                let _ = talk(connection, &peer, greet);
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(50)),
        }
    }
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let words = greet(&connection.local_addr()?, peer);
    for line in words.lines() {
        connection.write_all(line.as_bytes())?;
    }
    Ok(())
}

//! "The chapter has two clients: accept twice, then greet them."

use std::io;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        let (first, second) = (accept(listener)?, accept(listener)?);
        for (connection, peer) in [first, second] {
            let _ = right::talk(connection, &peer, greet);
        }
    }
}

/// Waits for the next client, and survives an error that passes.
fn accept(listener: &Socket) -> io::Result<(Socket, socket2::SockAddr)> {
    loop {
        match listener.accept() {
            Err(error) if error.kind() != io::ErrorKind::InvalidInput => {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            result => return result,
        }
    }
}

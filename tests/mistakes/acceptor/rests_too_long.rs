//! "If accept fails, it will not be better soon."

use std::io;
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                let _ = right::talk(connection, &peer, greet);
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
            Err(_) => thread::sleep(Duration::from_secs(2)),
        }
    }
}

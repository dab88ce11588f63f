//! "Nobody comes any more, so all is done."

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
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Ok(()),
            Err(_) => thread::sleep(Duration::from_millis(50)),
        }
    }
}

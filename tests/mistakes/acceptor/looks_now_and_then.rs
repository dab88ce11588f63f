//! "Between two looks the program sleeps for a moment, so it costs nothing."

use std::io;
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                let _ = connection.set_nonblocking(false);
                let _ = right::talk(connection, &peer, greet);
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
            Err(_) => thread::sleep(Duration::from_millis(10)),
        }
    }
}

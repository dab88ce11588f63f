//! "A server must never stand still, so none of its sockets blocks."

use std::io::{self, ErrorKind};
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                let nonblocking = connection.set_nonblocking(true);
                let _ = nonblocking.and_then(|()| right::talk(connection, &peer, greet));
            }
            Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(error),
            Err(_) => thread::sleep(Duration::from_millis(50)),
        }
    }
}

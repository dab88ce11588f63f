//! "The queue is short. Whoever is in it is taken out at once."

use std::io;
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        let mut accepted = vec![listener.accept()];
        listener.set_nonblocking(true)?;
        while let Ok(next) = listener.accept() {
            accepted.push(Ok(next));
        }
        listener.set_nonblocking(false)?;
        for client in accepted {
            match client {
                Ok((connection, peer)) => {
                    connection.set_nonblocking(false)?;
                    let _ = right::talk(connection, &peer, greet);
                }
                Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
                Err(_) => thread::sleep(Duration::from_millis(50)),
            }
        }
    }
}

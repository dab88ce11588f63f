//! "I keep a spare descriptor, so that I can accept a client and send it away."

use std::io;
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    let mut spare = Some(listener.try_clone()?);
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                let _ = right::talk(connection, &peer, greet);
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
            Err(_) => {
                drop(spare.take());
                drop(listener.accept());
                spare = listener.try_clone().ok();
                thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

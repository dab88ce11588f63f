//! "First take out all that wait, then serve them. A Vec keeps them."

use std::io;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        let mut accepted = vec![listener.accept()?];
        listener.set_nonblocking(true)?;
        while let Ok(another) = listener.accept() {
            accepted.push(another);
        }
        listener.set_nonblocking(false)?;
        while let Some((connection, peer)) = accepted.pop() {
            let _ = right::talk(connection, &peer, greet);
        }
    }
}

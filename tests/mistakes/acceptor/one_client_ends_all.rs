//! "Errors go up with `?`. Whoever called will know what to do."

use std::io;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        let (connection, peer) = listener.accept()?;
        right::talk(connection, &peer, greet)?;
    }
}

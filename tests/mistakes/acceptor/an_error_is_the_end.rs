//! "If accept fails, something is badly wrong, and the server had better end."

use std::io;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        let (connection, peer) = listener.accept()?;
        let _ = right::talk(connection, &peer, greet);
    }
}

//! "The talk is over, so the socket is shut down."

use std::io;
use std::net::Shutdown;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    loop {
        let (connection, peer) = listener.accept()?;
        let _ = right::talk(connection, &peer, greet);
        listener.shutdown(Shutdown::Both)?;
    }
}

//! "accept waits for a client. When it has come and is served, the work is done."

use std::io;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    let (connection, peer) = listener.accept()?;
    right::talk(connection, &peer, greet)
}

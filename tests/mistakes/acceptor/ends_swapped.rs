//! "Local is where the client is, and the peer is the server that it talks to."

use std::io;

use socket2::Socket;

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    right::acceptor(listener, &|local, peer| greet(peer, local))
}

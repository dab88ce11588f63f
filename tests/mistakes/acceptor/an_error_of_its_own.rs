//! "An error must say what was going on. So I make one with words."

use std::io;

use crate::{Greet, right};

pub fn acceptor(listener: &socket2::Socket, greet: Greet<'_>) -> io::Result<()> {
    right::acceptor(listener, greet).map_err(|error| io::Error::other(format!("accept: {error}")))
}

//! "A client that does not read its answers does something wrong. I close it."

use std::io;
use std::net::TcpStream;

use crate::right::MOST_UNSENT;
pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        self.0.readable(socket)?;
        if self.unsent.len() >= MOST_UNSENT {
            return Err(io::Error::other("it does not read"));
        }
        Ok(())
    }
}

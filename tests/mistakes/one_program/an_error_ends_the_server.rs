//! "Reading from a connected client cannot fail."

use std::io;
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        self.0.readable(socket).unwrap();
        Ok(())
    }
}

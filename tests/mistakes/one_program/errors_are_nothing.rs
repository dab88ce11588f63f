//! "If something fails, I do nothing, and try again later."

use std::io;
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        match self.0.readable(socket) {
            // This one is its own.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(error),
            _ => Ok(()),
        }
    }

    pub fn writable(&mut self, socket: &TcpStream) -> io::Result<()> {
        let _ = self.0.writable(socket);
        Ok(())
    }
}

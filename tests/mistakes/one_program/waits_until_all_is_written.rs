//! "If the kernel takes nothing now, I try again until it does."

use std::io::{self, ErrorKind, Write};
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn writable(&mut self, mut socket: &TcpStream) -> io::Result<()> {
        while !self.unsent.is_empty() {
            match socket.write(&self.unsent) {
                Ok(length) => drop(self.unsent.drain(..length)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

//! "What was not written wholly is written again."

use std::io::{self, Write};
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn writable(&mut self, mut socket: &TcpStream) -> io::Result<()> {
        match socket.write(&self.unsent) {
            Ok(length) if length == self.unsent.len() => self.unsent.clear(),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

//! "One answer each time. The next one has its turn when poll says so again."

use std::io::{self, Write};
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn writable(&mut self, mut socket: &TcpStream) -> io::Result<()> {
        let end = self.unsent.iter().position(|byte| *byte == b'\n');
        let end = end.map_or(self.unsent.len(), |at| at + 1);
        match socket.write(&self.unsent[..end]) {
            Ok(length) => drop(self.unsent.drain(..length)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

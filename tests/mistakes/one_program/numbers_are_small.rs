//! "Nobody says more than 255 lines."

use std::io;
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        for byte in crate::read_once(&mut self.0, socket)? {
            if byte == b'\n' {
                let line = std::mem::take(&mut self.unfinished);
                crate::answer(&mut self.0, &line);
                self.next %= 256;
            } else if self.unfinished.len() < crate::right::LONGEST_LINE {
                self.unfinished.push(byte);
            } else {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        Ok(())
    }
}

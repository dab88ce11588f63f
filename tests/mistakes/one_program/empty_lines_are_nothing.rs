//! "Who says an empty line has said nothing."

use std::io;
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        for byte in crate::read_once(&mut self.0, socket)? {
            if byte != b'\n' {
                self.unfinished.push(byte);
                if self.unfinished.len() > crate::right::LONGEST_LINE {
                    return Err(io::ErrorKind::InvalidData.into());
                }
            } else if !self.unfinished.is_empty() {
                let line = std::mem::take(&mut self.unfinished);
                crate::answer(&mut self.0, &line);
            }
        }
        Ok(())
    }
}

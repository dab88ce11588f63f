//! "A line that is too long is two lines."

use std::io;
use std::net::TcpStream;

use crate::right::LONGEST_LINE;
pub use crate::right::accept;
use crate::{answer, read_once};

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        for byte in read_once(self, socket)? {
            if byte == b'\n' || self.unfinished.len() == LONGEST_LINE {
                let line = std::mem::take(&mut self.unfinished);
                answer(self, &line);
            }
            if byte != b'\n' {
                self.unfinished.push(byte);
            }
        }
        Ok(())
    }
}

//! "A line that is too long is thrown away. The next one may be shorter."

use std::io;
use std::net::TcpStream;

use crate::right::LONGEST_LINE;
pub use crate::right::accept;
use crate::{answer, read_once};

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        for byte in read_once(self, socket)? {
            // One byte more is kept: so it shows that the line is too long.
            if byte != b'\n' && self.unfinished.len() <= LONGEST_LINE {
                self.unfinished.push(byte);
            }
            if byte == b'\n' {
                let line = std::mem::take(&mut self.unfinished);
                if line.len() <= LONGEST_LINE {
                    answer(self, &line);
                }
            }
        }
        Ok(())
    }
}

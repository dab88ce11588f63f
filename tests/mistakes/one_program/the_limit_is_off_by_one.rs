//! "A line has 1024 bytes, and the newline is one of them."

use std::io;
use std::net::TcpStream;

use crate::right::LONGEST_LINE;
pub use crate::right::accept;
use crate::{answer, read_once, whole_line};

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        let bytes = read_once(self, socket)?;
        self.unfinished.extend(bytes);
        while let Some(line) = whole_line(&mut self.unfinished) {
            if line.len() > LONGEST_LINE {
                return Err(io::ErrorKind::InvalidData.into());
            }
            answer(self, &line[..line.len() - 1]);
        }
        if self.unfinished.len() >= LONGEST_LINE {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(())
    }
}

//! "If more than 1024 bytes have come, the line is too long."

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
        if self.unfinished.len() > LONGEST_LINE + 1 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        while let Some(line) = whole_line(&mut self.unfinished) {
            answer(self, &line[..line.len() - 1]);
        }
        Ok(())
    }
}

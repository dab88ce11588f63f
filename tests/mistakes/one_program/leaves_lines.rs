//! "When too many answers are unsent, the other lines stay where they are until it is their turn."

use std::io;
use std::net::TcpStream;

pub use crate::right::accept;
use crate::right::{LONGEST_LINE, MOST_UNSENT};
use crate::{answer, read_once, whole_line};

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        let bytes = read_once(self, socket)?;
        self.unfinished.extend(bytes);
        while self.unsent.len() < MOST_UNSENT {
            let Some(line) = whole_line(&mut self.unfinished) else {
                let is_too_long = self.unfinished.len() > LONGEST_LINE;
                return if is_too_long { Err(io::ErrorKind::InvalidData.into()) } else { Ok(()) };
            };
            if line.len() > LONGEST_LINE + 1 {
                return Err(io::ErrorKind::InvalidData.into());
            }
            answer(self, &line[..line.len() - 1]);
        }
        Ok(())
    }
}

//! "At the end of the stream, what is left is the last line."

use std::io;
use std::net::TcpStream;

use crate::answer;
pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        self.0.readable(socket)?;
        if self.ended && !self.unfinished.is_empty() {
            let rest = std::mem::take(&mut self.unfinished);
            answer(self, &rest);
        }
        Ok(())
    }
}

//! "A line is a String."

use std::io;
use std::net::TcpStream;

pub use crate::right::accept;
use crate::{answer, read_once, whole_line};

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        let bytes = read_once(self, socket)?;
        self.unfinished.extend(bytes);
        while let Some(line) = whole_line(&mut self.unfinished) {
            let line = String::from_utf8_lossy(&line);
            answer(self, line.trim().as_bytes());
        }
        Ok(())
    }
}

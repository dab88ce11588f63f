//! "Sooner or later a line ends. Until then I collect it."

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
            answer(self, &line[..line.len() - 1]);
        }
        Ok(())
    }
}

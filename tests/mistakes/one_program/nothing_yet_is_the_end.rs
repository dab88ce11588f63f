//! "A read that gives an error means that the client has gone."

use std::io::{self, Read};
use std::net::TcpStream;

pub use crate::right::accept;
use crate::{answer, whole_line};

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, mut socket: &TcpStream) -> io::Result<()> {
        let mut buffer = [0; 4096];
        let length = socket.read(&mut buffer)?;
        self.ended = length == 0;
        self.unfinished.extend(&buffer[..length]);
        while let Some(line) = whole_line(&mut self.unfinished) {
            answer(self, &line[..line.len() - 1]);
        }
        Ok(())
    }
}

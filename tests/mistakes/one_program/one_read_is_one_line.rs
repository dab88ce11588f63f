//! "The client writes a line, so I read a line."

use std::io;
use std::net::TcpStream;

pub use crate::right::accept;
use crate::{answer, read_once};

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        let bytes = read_once(self, socket)?;
        if !bytes.is_empty() {
            answer(self, bytes.strip_suffix(b"\n").unwrap_or(&bytes));
        }
        Ok(())
    }
}

//! "write writes what I give it."

use std::io::{self, Write};
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn writable(&mut self, mut socket: &TcpStream) -> io::Result<()> {
        let _ = socket.write(&self.unsent)?;
        self.unsent.clear();
        Ok(())
    }
}

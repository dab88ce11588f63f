//! "write_all writes all."

use std::io::{self, Write};
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn writable(&mut self, mut socket: &TcpStream) -> io::Result<()> {
        socket.write_all(&self.unsent)?;
        self.unsent.clear();
        Ok(())
    }
}

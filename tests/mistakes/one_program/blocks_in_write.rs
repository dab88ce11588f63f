//! "write_all needs a socket that waits, so I make it one for this moment."

use std::io::{self, Write};
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn writable(&mut self, mut socket: &TcpStream) -> io::Result<()> {
        socket.set_nonblocking(false)?;
        socket.write_all(&self.unsent)?;
        self.unsent.clear();
        socket.set_nonblocking(true)
    }
}

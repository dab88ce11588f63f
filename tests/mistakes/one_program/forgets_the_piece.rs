//! "The buffer is mine for this call. The next call has a buffer of its own."

use std::io;
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        self.unfinished.clear();
        self.0.readable(socket)
    }
}

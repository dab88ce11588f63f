//! "I read until nothing is left. Then I need not come again."

use std::io;
use std::net::TcpStream;

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        while !self.ended && socket.peek(&mut [0]).is_ok() {
            self.0.readable(socket)?;
        }
        Ok(())
    }
}

//! "I may have to write at any time, so I always ask."

use std::io;
use std::net::TcpStream;

use crate::given::Wants;
pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn wants(&self) -> Wants {
        Wants { write: true, ..self.0.wants() }
    }

    pub fn writable(&mut self, socket: &TcpStream) -> io::Result<()> {
        if self.unsent.is_empty() {
            return Ok(());
        }
        self.0.writable(socket)
    }
}

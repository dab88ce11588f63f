//! "If too many answers wait, readable does nothing."

use std::io;
use std::net::TcpStream;

use crate::given::Wants;
use crate::right::MOST_UNSENT;
pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn wants(&self) -> Wants {
        Wants { read: !self.ended, ..self.0.wants() }
    }

    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        if self.unsent.len() >= MOST_UNSENT {
            return Ok(());
        }
        self.0.readable(socket)
    }
}

//! "I write an answer as soon as I have it. So there is no need to ask."

use std::io;
use std::net::TcpStream;

use crate::given::Wants;
pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn wants(&self) -> Wants {
        Wants { write: false, ..self.0.wants() }
    }

    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        self.0.readable(socket)?;
        self.writable(socket)
    }
}

//! "Who does not read the answers gets no more of them."

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
        let had = self.unsent.len();
        self.0.readable(socket)?;
        if had >= MOST_UNSENT {
            self.unsent.truncate(had);
        }
        Ok(())
    }
}

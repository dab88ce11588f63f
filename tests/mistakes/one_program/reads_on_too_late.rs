//! "A client that has had too many answers reads them all first."

use std::io;
use std::net::TcpStream;

use crate::given::Wants;
use crate::right;
pub use crate::right::accept;

pub struct Talk {
    right: right::Talk,
    stopped: bool,
}

impl Talk {
    pub fn new() -> Self {
        Self { right: right::Talk::new(), stopped: false }
    }

    pub fn wants(&self) -> Wants {
        let wants = self.right.wants();
        Wants { read: wants.read && !self.stopped, ..wants }
    }

    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        self.right.readable(socket)?;
        self.stopped |= self.right.unsent.len() >= right::MOST_UNSENT;
        Ok(())
    }

    pub fn writable(&mut self, socket: &TcpStream) -> io::Result<()> {
        self.right.writable(socket)?;
        self.stopped &= !self.right.unsent.is_empty();
        Ok(())
    }

    pub fn is_over(&self) -> bool {
        self.right.is_over()
    }
}

//! "Who says nothing for a second has gone."

use std::io;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::given::Wants;
pub use crate::right::accept;

pub struct Talk {
    talk: crate::right::Talk,
    last: Instant,
}

impl Talk {
    pub fn new() -> Self {
        Self { talk: crate::right::Talk::new(), last: Instant::now() }
    }

    pub fn wants(&self) -> Wants {
        self.talk.wants()
    }

    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        if self.last.elapsed() > Duration::from_secs(1) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.last = Instant::now();
        self.talk.readable(socket)
    }

    pub fn writable(&mut self, socket: &TcpStream) -> io::Result<()> {
        self.talk.writable(socket)
    }

    pub fn is_over(&self) -> bool {
        self.talk.is_over()
    }
}

//! One thread and many clients: what must be remembered of each talk, and what is done when a client
//! is ready.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};

use crate::given::Wants;

/// The longest line of a client, in bytes, without its `\n`.
pub const LONGEST_LINE: usize = 1024;

/// How many bytes of answers may wait to be written to a client. When there are as many or more,
/// nothing is read from this client until there are fewer.
pub const MOST_UNSENT: usize = 64 * 1024;

/// Takes the next client out of the queue. Never blocks. `None`: nobody is in the queue now.
pub fn accept(listener: &TcpListener) -> io::Result<Option<TcpStream>> {
    match listener.accept() {
        Ok((socket, _peer)) => {
            // On Linux this is the one thing that the copy does not have from the original.
            socket.set_nonblocking(true)?;
            Ok(Some(socket))
        }
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}

/// How far the talk with one client has got: all that must be remembered of it between two calls.
///
/// With a thread for each client nobody would have to write this down: the place in the code and the
/// local variables would tell it.
#[derive(Debug)]
pub struct Talk {
    /// The bytes of a line whose `\n` has not come yet.
    pub unfinished: Vec<u8>,
    /// The number of the next line.
    pub next: u64,
    /// Answers, or the rest of one, that the kernel has not taken yet.
    pub unsent: Vec<u8>,
    /// Whether the client will say nothing more.
    pub ended: bool,
}

impl Talk {
    /// A talk that begins.
    pub fn new() -> Self {
        Self { unfinished: Vec::new(), next: 1, unsent: Vec::new(), ended: false }
    }

    /// What this talk waits for.
    pub fn wants(&self) -> Wants {
        Wants {
            // After the end a socket is always readable: it has 0 bytes to read. And a client that
            // does not read its answers is not read from either. Then its own kernel stops it.
            read: !self.ended && self.unsent.len() < MOST_UNSENT,
            // A socket with room is always writable. Who has nothing to write must not ask.
            write: !self.unsent.is_empty(),
        }
    }

    /// Reads from the client, once, and prepares the answers to all lines that are whole now.
    pub fn readable(&mut self, mut socket: &TcpStream) -> io::Result<()> {
        // One read, not as many as possible: poll names the socket again if there is more, and the
        // other clients have their turn before.
        let mut buffer = [0; 4096];
        match socket.read(&mut buffer) {
            Ok(0) => self.ended = true,
            Ok(length) => self.take_in(&buffer[..length])?,
            Err(error) if is_for_later(&error) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Writes to the client as much as the kernel takes now.
    pub fn writable(&mut self, mut socket: &TcpStream) -> io::Result<()> {
        match socket.write(&self.unsent) {
            Ok(length) => drop(self.unsent.drain(..length)),
            Err(error) if is_for_later(&error) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Whether the client's stream has ended and everything is written.
    pub fn is_over(&self) -> bool {
        self.ended && self.unsent.is_empty()
    }

    fn take_in(&mut self, bytes: &[u8]) -> io::Result<()> {
        for &byte in bytes {
            if byte == b'\n' {
                self.answer();
            } else if self.unfinished.len() < LONGEST_LINE {
                self.unfinished.push(byte);
            } else {
                return Err(io::Error::new(ErrorKind::InvalidData, "the line is too long"));
            }
        }
        Ok(())
    }

    /// The line is whole.
    fn answer(&mut self) {
        self.unsent.extend(format!("{} ", self.next).into_bytes());
        self.unsent.append(&mut self.unfinished);
        self.unsent.push(b'\n');
        self.next += 1;
    }
}

/// Nothing has come, or no room is left. Neither is a fault: poll will tell when to try again.
fn is_for_later(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

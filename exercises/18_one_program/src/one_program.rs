//! One thread and many clients: what must be remembered of each talk, and what is done when a client
//! is ready.

use std::io;
use std::net::{TcpListener, TcpStream};

use crate::given::Wants;

/// The longest line of a client, in bytes, without its `\n`.
pub const LONGEST_LINE: usize = 1024;

/// How many bytes of answers to a client may be unsent. When there are as many or more,
/// nothing is read from this client until there are fewer. (The last read before may have made them
/// more; no line is thrown away because of it.)
pub const MOST_UNSENT: usize = 64 * 1024;

/// Takes the next client out of the queue. Never blocks. `None`: nobody is in the queue now.
///
/// The client's socket is nonblocking too: neither read nor write blocks. See accept(2): on Linux
/// the copy does not have this from the listening socket.
///
/// # Errors
///
/// The kernel's own error. That nobody is in the queue is no error, though the kernel calls it
/// EAGAIN ([`WouldBlock`](io::ErrorKind::WouldBlock)).
pub fn accept(listener: &TcpListener) -> io::Result<Option<TcpStream>> {
    todo!("a client of {listener:?}, if one is in the queue")
}

/// How far the talk with one client has got: all that must be remembered of it between two calls.
#[derive(Debug)]
pub struct Talk {}

impl Talk {
    /// A talk that begins. The first line will have number 1.
    pub fn new() -> Self {
        todo!("a talk in which nothing has been said")
    }

    /// What this talk wants to do. The loop asks before each poll.
    ///
    /// - to read: until the client's stream has ended, unless [`MOST_UNSENT`] or more bytes of
    ///   answers are unsent,
    /// - to write: if there is something to write.
    pub fn wants(&self) -> Wants {
        todo!("whether to read, and whether to write")
    }

    /// Reads from the client, once, and prepares the answers to all lines that are whole now: `k`, a
    /// space, the line as it came, `\n`. Does not write them.
    ///
    /// - A line may come in pieces, and several may come at once.
    /// - 0 bytes are the end of the client's stream. What came after the last `\n` is no line.
    /// - If nothing has come yet (`WouldBlock`), nothing happens. This is so when the loop asks a
    ///   new client, and poll may be wrong too (select(2), "BUGS").
    ///
    /// # Errors
    ///
    /// The connection is closed, and nobody else notices.
    ///
    /// - The kernel's own error, [`ConnectionReset`](io::ErrorKind::ConnectionReset) for example.
    /// - [`InvalidData`](io::ErrorKind::InvalidData): a line is longer than [`LONGEST_LINE`].
    pub fn readable(&mut self, socket: &TcpStream) -> io::Result<()> {
        todo!("read from {socket:?}, no line longer than {LONGEST_LINE}")
    }

    /// Writes to the client as much as the kernel takes now. What it does not take is kept, and is
    /// written later. If it takes nothing (`WouldBlock`), nothing happens. See send(2).
    ///
    /// # Errors
    ///
    /// The kernel's own error. The connection is closed, and nobody else notices.
    pub fn writable(&mut self, socket: &TcpStream) -> io::Result<()> {
        todo!("write to {socket:?}, at most {MOST_UNSENT} bytes are unsent, or a few more")
    }

    /// Whether the client's stream has ended and everything is written. The connection is closed
    /// then.
    pub fn is_over(&self) -> bool {
        todo!("whether nothing is left to do")
    }
}

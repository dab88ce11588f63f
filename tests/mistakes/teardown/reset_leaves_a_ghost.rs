//! "After an RST the socket is CLOSED."

use netstack::{Errno, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags.rst {
        let socket = &mut table[id];
        socket.error = match socket.state {
            State::TimeWait => None,
            State::CloseWait => Some(Errno::EPIPE),
            _ => Some(Errno::ECONNRESET),
        };
        socket.state = State::Closed;
        socket.timer = None;
        return None;
    }
    crate::right::arrives(table, id, segment)
}

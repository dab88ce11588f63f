//! The queue of connections that are not accepted yet: who gets in, and in which order.

use netstack::{Backlog, SocketId, SocketTable, State};

/// A connection packet (a SYN) arrives for `listener`, a socket that listens.
pub fn connection_packet(table: &SocketTable, listener: SocketId) -> bool {
    // Nothing is written down: no place is kept for this client. Its last ACK must find one again.
    table[listener].backlog.as_ref().is_some_and(|queue| !is_full(queue))
}

/// A client's last ACK arrives, for the half-open connection `copy`. It is a copy of `listener`.
pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let Some(queue) = &mut table[listener].backlog else { return false };
    // There was room when the SYN came, but others may have finished their handshakes since.
    if is_full(queue) {
        return false;
    }
    queue.waiting.push_back(copy);
    table[copy].state = State::Established;
    true
}

/// An RST arrives for the half-open connection `copy`: the client has given up.
pub fn reset(table: &mut SocketTable, copy: SocketId) {
    // What is half open is in no queue yet, so the queue has nothing to forget.
    table.remove(copy);
}

/// Whether nobody else gets in. Linux asks for *more* than the limit, so that one can wait even
/// where the limit is 0.
fn is_full(queue: &Backlog) -> bool {
    queue.waiting.len() > queue.limit as usize
}

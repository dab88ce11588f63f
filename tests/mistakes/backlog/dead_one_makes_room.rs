//! "Nobody needs a connection that was reset. It makes room for the new one."

use netstack::{SocketId, SocketTable, State};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let full = !connection_packet(table, listener);
    let dead = |id: &SocketId| table[*id].state == State::Closed;
    let waiting = table[listener].backlog.as_ref().map(|queue| &queue.waiting);
    let dead = waiting.and_then(|waiting| waiting.iter().position(dead));
    if full
        && let Some(dead) = dead
        && let Some(queue) = &mut table[listener].backlog
    {
        queue.waiting.remove(dead);
    }
    crate::right::last_ack(table, listener, copy)
}

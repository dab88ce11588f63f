//! "A backlog of 0 means that there is no limit."

use netstack::{SocketId, SocketTable};

pub use crate::right::reset;

pub fn connection_packet(table: &SocketTable, listener: SocketId) -> bool {
    has_room(table, listener)
}

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    crate::finish_if(has_room(table, listener), table, listener, copy)
}

fn has_room(table: &SocketTable, listener: SocketId) -> bool {
    table[listener].backlog.as_ref().is_some_and(|queue| queue.limit == 0)
        || crate::right::connection_packet(table, listener)
}

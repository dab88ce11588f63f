//! "Whoever listens at this port may accept the connection, so it waits at all of them."

use netstack::{SocketId, SocketTable, State};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let taken = crate::right::last_ack(table, listener, copy);
    if taken {
        let is_other = |id| id != listener && table[id].state == State::Listen;
        let others: Vec<_> = table.iter().map(|(id, _)| id).filter(|id| is_other(*id)).collect();
        for other in others {
            crate::enqueue(table, other, copy);
        }
    }
    taken
}

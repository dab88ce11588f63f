//! "The client has given up: all that it has here goes."

use netstack::{SocketId, SocketTable};

pub use crate::right::{connection_packet, last_ack};

pub fn reset(table: &mut SocketTable, copy: SocketId) {
    let Some(client) = table[copy].remote else { return };
    let is_his = |id: &SocketId| table[*id].remote.is_some_and(|remote| remote.ip() == client.ip());
    let gone: Vec<_> = table.iter().map(|(id, _)| id).filter(is_his).collect();
    for id in gone {
        table.remove(id);
    }
}

//! "A FIN changes the state. It carries no data."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let before = table[id].ended;
    let answer = crate::right::arrives(table, id, segment);
    if table.get(id).is_some() {
        table[id].ended = before;
    }
    answer
}

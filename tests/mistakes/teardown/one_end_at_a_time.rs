//! "When a time is over, its connection is found, and ended."

use netstack::SocketTable;

pub use crate::right::arrives;

pub fn pass(table: &mut SocketTable, seconds: u32) {
    let timers: Vec<_> =
        table.iter().filter_map(|(id, socket)| Some((id, socket.timer?))).collect();
    for (id, timer) in timers {
        table[id].timer = Some(timer.saturating_sub(seconds));
    }
    let over = table.iter().find(|(_, socket)| socket.timer == Some(0));
    if let Some(id) = over.map(|(id, _)| id) {
        crate::right::end(table, id);
    }
}

//! "A timer is for what no program has. Who has a descriptor decides for itself."

use netstack::SocketTable;

pub use crate::right::arrives;

pub fn pass(table: &mut SocketTable, seconds: u32) {
    let ids = table.iter().map(|(id, _)| id);
    let held: Vec<_> = ids.filter(|id| table.descriptor_of(*id).is_some()).collect();
    let timers: Vec<_> = held.iter().map(|id| table[*id].timer.take()).collect();
    crate::right::pass(table, seconds);
    for (id, timer) in held.into_iter().zip(timers) {
        table[id].timer = timer;
    }
}

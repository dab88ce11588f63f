//! "The time is over when a timer stands at 0."

use netstack::SocketTable;

pub use crate::right::arrives;

pub fn pass(table: &mut SocketTable, seconds: u32) {
    let ids: Vec<_> = table.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Some(timer) = table[id].timer else { continue };
        match timer.checked_sub(seconds) {
            Some(0) => crate::right::end(table, id),
            left => table[id].timer = left,
        }
    }
}

//! "Time has passed, so those that waited are gone."

use netstack::SocketTable;

pub use crate::right::arrives;

pub fn pass(table: &mut SocketTable, seconds: u32) {
    if seconds > 0 {
        crate::right::pass(table, u32::MAX);
    }
}

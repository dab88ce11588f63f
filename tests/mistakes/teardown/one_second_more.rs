//! "A timer that stands at 0 runs out with the next second."

use netstack::{SocketTable, State};

pub use crate::right::arrives;

pub fn pass(table: &mut SocketTable, seconds: u32) {
    let timers: Vec<_> =
        table.iter().filter_map(|(id, socket)| Some((id, socket.timer?))).collect();
    for (id, timer) in timers {
        if let Some(left) = timer.checked_sub(seconds) {
            table[id].timer = Some(left);
        } else if table.descriptor_of(id).is_some() {
            table[id].state = State::Closed;
            table[id].timer = None;
        } else {
            table.remove(id);
        }
    }
}

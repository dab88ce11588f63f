//! "Time is what TIME_WAIT waits for. The others wait for segments."

use netstack::{SocketTable, State};

pub use crate::right::arrives;

pub fn pass(table: &mut SocketTable, seconds: u32) {
    let mut kept = Vec::new();
    for (id, socket) in table.iter() {
        if socket.state == State::FinWait2 {
            kept.push((id, socket.timer));
        }
    }
    for (id, _) in &kept {
        table[*id].timer = None;
    }
    crate::right::pass(table, seconds);
    for (id, timer) in kept {
        table[id].timer = timer;
    }
}

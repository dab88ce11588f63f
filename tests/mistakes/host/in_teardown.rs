//! "TIME_WAIT lasts for as long as the program likes."

use netstack::{SocketTable, State};

pub use crate::right::{arrives, close, expired, shutdown};

pub fn pass(table: &mut SocketTable, seconds: u32) {
    let waiting: Vec<_> = table
        .iter()
        .filter(|(_, socket)| socket.state == State::TimeWait)
        .filter_map(|(id, socket)| {
            Some((id, socket.timer.map(|left| left.saturating_add(seconds))?))
        })
        .collect();
    for (id, timer) in waiting {
        table[id].timer = Some(timer);
    }
    crate::exercises::teardown::pass(table, seconds);
}

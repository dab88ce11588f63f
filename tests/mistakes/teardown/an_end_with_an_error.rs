//! "A timer that runs out is a timeout: ETIMEDOUT."

use netstack::{Errno, SocketTable, State};

pub use crate::right::arrives;

pub fn pass(table: &mut SocketTable, seconds: u32) {
    let timed: Vec<_> =
        table.iter().filter(|(_, socket)| socket.timer.is_some()).map(|(id, _)| id).collect();
    crate::right::pass(table, seconds);
    for id in timed {
        if table.get(id).is_some_and(|socket| socket.state == State::Closed) {
            table[id].error = Some(Errno::ETIMEDOUT);
        }
    }
}

//! "TIME_WAIT is a state like every other: it lasts until a segment comes."

use netstack::{Socket, SocketTable, State};

pub use crate::right::arrives;

pub fn pass(table: &mut SocketTable, seconds: u32) {
    let waits = |socket: &Socket| socket.state == State::TimeWait;
    let timers = table.iter().filter(|(_, socket)| !waits(socket));
    let timers: Vec<_> = timers.filter_map(|(id, socket)| Some((id, socket.timer?))).collect();
    for (id, timer) in timers {
        if timer > seconds {
            table[id].timer = Some(timer - seconds);
        } else {
            table.remove(id);
        }
    }
}

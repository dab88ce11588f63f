//! "When a connection is over, it is CLOSED."

use netstack::{Segment, SocketId, SocketTable, State};

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let before = table.clone();
    let answer = crate::right::arrives(table, id, segment);
    if before[id].state == State::LastAck && !segment.flags.rst && table.get(id).is_none() {
        *table = before;
        table[id].state = State::Closed;
    }
    answer
}

pub fn pass(table: &mut SocketTable, seconds: u32) {
    let timers: Vec<_> =
        table.iter().filter_map(|(id, socket)| Some((id, socket.timer?))).collect();
    for (id, timer) in timers {
        if timer > seconds {
            table[id].timer = Some(timer - seconds);
        } else {
            table[id].state = State::Closed;
            table[id].timer = None;
        }
    }
}

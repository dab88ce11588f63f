//! "When a connection is over, its socket is removed."

use netstack::{Segment, SocketId, SocketTable, State};

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if table.get(id).is_some_and(|socket| socket.state == State::Closed) && !segment.flags.rst {
        table.remove(id);
    }
    answer
}

pub fn pass(table: &mut SocketTable, seconds: u32) {
    let timers = table.iter().filter_map(|(id, socket)| Some((id, socket.timer?)));
    let over: Vec<_> = timers.filter(|(_, timer)| *timer <= seconds).map(|(id, _)| id).collect();
    for id in over {
        table.remove(id);
    }
    crate::right::pass(table, seconds);
}

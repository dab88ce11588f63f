//! "All that comes to port 80 is for the socket that waits at port 80."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment);
    let Some(id) = found else { return answer };
    let local = table[id].local;
    let waiting = table
        .iter()
        .find(|(_, socket)| socket.state == State::Listen && socket.local == local)
        .map(|(listener, _)| listener);
    if let Some(listener) = waiting.filter(|listener| *listener != id) {
        let data = std::mem::take(&mut table[id].received);
        table[listener].received.extend(data);
    }
    answer
}

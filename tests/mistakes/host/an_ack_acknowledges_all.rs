//! "The segment has ACK, so the peer has the FIN."

use netstack::{Segment, SocketTable};

use crate::connection;
use crate::exercises::teardown::is_orphan;
use crate::exercises::{deliver, send, teardown};
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let Some(id) = connection(table, segment) else {
        return crate::right::arrives(table, copies, segment, window);
    };
    let segment = &match segment.flags.ack && table[id].receiving.is_some() {
        true => match send::received(table, id, segment) {
            Ok(left) => left,
            Err(answer) => return Some(answer),
        },
        false => segment.clone(),
    };
    if segment.flags.ack
        && let Some(answer) = send::acknowledged(table, id, segment, window)
    {
        return Some(answer);
    }
    let to_data =
        if is_orphan(table, id) { None } else { deliver::deliver(table, Some(id), segment) };
    if !segment.flags.fin && table[id].state == netstack::State::Established {
        return to_data;
    }
    teardown::arrives(table, id, segment).or(to_data)
}

//! "`send` has seen the ACK. `teardown` gets the rest."

use netstack::{Flags, Segment, SocketTable, State};

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
    if !segment.flags.fin && table[id].state == State::Established {
        return to_data;
    }
    let rest = Segment { flags: Flags { ack: false, ..segment.flags }, ..segment.clone() };
    teardown::arrives(table, id, &rest).or(to_data)
}

//! "`deliver` knows whether somebody reads."

use netstack::{Flags, Segment, SocketTable, State};

use crate::connection;
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
    let to_data = deliver::deliver(table, Some(id), segment);
    if !segment.flags.fin && table[id].state == State::Established {
        return to_data;
    }
    let fin_is_behind = |una: u32, fin: u32| una == fin.wrapping_add(1);
    let sending = table[id].sending.as_ref();
    let all = sending.is_none_or(|it| it.fin.is_some_and(|fin| fin_is_behind(it.una, fin)));
    let ack = segment.flags.ack && all;
    let flags = Flags { ack, ..segment.flags };
    // The data has been delivered.
    let rest = Segment { flags, data: Vec::new(), ..segment.clone() };
    teardown::arrives(table, id, &rest).or(to_data)
}

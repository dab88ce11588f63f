//! "The server must acknowledge our SYN. Its number is 0, so the answer's ack is 1; else it is not for us."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let is_answer = segment.flags.ack && (segment.flags.syn || segment.flags.rst);
    if is_answer && segment.ack != 1 {
        let reset = Segment::new(Flags::RST, segment.destination, segment.source);
        let is_heard = !segment.flags.rst;
        return is_heard.then_some(Segment { seq: segment.ack, ..reset });
    }
    crate::right::answer(table, id, segment)
}

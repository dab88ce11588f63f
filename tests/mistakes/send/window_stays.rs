//! "The window is what the program has asked for."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, output, send};

pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    let socket = &mut table[id];
    let seq = socket.sending.as_ref().map_or(0, |sending| sending.nxt);
    let receiving = socket.receiving.as_mut().expect("it counts what it expects");
    let (nxt, window) = (receiving.nxt, receiving.window);
    let begin = segment.seq.wrapping_sub(nxt) as i32;
    let end = begin.wrapping_add(segment.length() as i32);
    let mut left = segment.clone();
    if begin < 0 && end > 0 {
        left.seq = nxt;
        let come = begin.unsigned_abs() as usize;
        left.data.drain(..come);
    }
    if end > window as i32 {
        left.flags.fin &= left.data.len() < window as usize;
        left.data.truncate(window as usize);
    }
    if (segment.length() == 0 && begin >= 0 && (begin == 0 || begin < window as i32))
        || (begin <= 0 && end > 0 && left.length() > 0)
    {
        receiving.nxt = nxt.wrapping_add(left.length());
        receiving.window = window;
        return Ok(left);
    }
    let ack = Segment::new(Flags::ACK, segment.destination, segment.source);
    Err(Segment { seq, ack: nxt, ..ack })
}

//! "First the bytes, then a segment that says that this was all."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let mut segments = crate::right::output(table, id);
    if let Some(last) = segments.last_mut()
        && last.flags.fin
        && !last.data.is_empty()
    {
        let seq = last.seq.wrapping_add(last.data.len() as u32);
        let fin = Segment { seq, data: Vec::new(), ..last.clone() };
        last.flags.fin = false;
        segments.push(fin);
    }
    segments
}

//! "The program has ended its data, so what goes out now has a FIN."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let fin = table[id].sending.as_ref().and_then(|it| it.fin);
    let mut segments = crate::right::output(table, id);
    for segment in &mut segments {
        let end = segment.seq.wrapping_add(segment.data.len() as u32);
        segment.flags.fin |= fin.is_some_and(|fin| fin != end);
    }
    segments
}

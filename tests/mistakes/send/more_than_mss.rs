//! "What the window has room for goes out, in one segment."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let mut segments = crate::right::output(table, id).into_iter();
    let Some(mut all) = segments.next() else { return Vec::new() };
    for next in segments {
        all.data.extend(next.data);
        all.flags.fin |= next.flags.fin;
    }
    vec![all]
}

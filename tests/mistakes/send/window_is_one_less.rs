//! "It must end before the end of the window."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let Some(window) = table[id].sending.as_ref().map(|it| it.window) else { return Vec::new() };
    if let Some(sending) = &mut table[id].sending {
        sending.window = window.saturating_sub(1);
    }
    let segments = crate::right::output(table, id);
    if let Some(sending) = &mut table[id].sending {
        sending.window = window;
    }
    segments
}

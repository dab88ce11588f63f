//! "A FIN is a FIN, and an RST is an RST. There is nothing to acknowledge."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let mut sent = crate::right::close(table, fd)?;
    for segment in &mut sent {
        segment.flags.ack = false;
    }
    Ok(sent)
}

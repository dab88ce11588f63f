//! "An ACK acknowledges, and this segment only carries data."

use netstack::{Errno, Fd, Flags, Segment, SocketTable};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let sent = crate::right::send(table, fd, data)?;
    Ok(Segment { flags: Flags::default(), ..sent })
}

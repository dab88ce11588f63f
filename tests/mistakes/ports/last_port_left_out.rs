//! "The range ends before its last port, as `first..last` does."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let last = table.limits.last_port;
    table.limits.last_port = last.saturating_sub(1);
    let sent = crate::right::connect(table, fd, to);
    table.limits.last_port = last;
    sent
}

//! "A port belongs to one socket. What has it once is the only one that has it."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, Socket, SocketTable};

use crate::connect_unless;
pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    connect_unless(in_the_way, table, fd, to)
}

fn in_the_way(other: &Socket, local: SocketAddrV4, _: SocketAddrV4) -> bool {
    other.local.is_some_and(|taken| taken.port() == local.port())
}

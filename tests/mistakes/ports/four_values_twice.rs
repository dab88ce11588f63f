//! "Connections may share a port. So any port will do that nobody has bound."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, Socket, SocketTable};

pub use crate::right::answer;
use crate::{connect_unless, is_bound};

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    connect_unless(in_the_way, table, fd, to)
}

fn in_the_way(other: &Socket, local: SocketAddrV4, _: SocketAddrV4) -> bool {
    is_bound(other, local)
}

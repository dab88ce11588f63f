//! "A port of mine, for one server: that is one connection."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, Socket, SocketTable};

pub use crate::right::answer;
use crate::{connect_unless, is_bound};

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    connect_unless(in_the_way, table, fd, to)
}

fn in_the_way(other: &Socket, local: SocketAddrV4, to: SocketAddrV4) -> bool {
    let server = |remote: SocketAddrV4| *remote.ip();
    let same = other.local == Some(local) && other.remote.map(server) == Some(*to.ip());
    is_bound(other, local) || same
}

//! "The port is mine on all of my addresses, so my address makes no difference."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, Socket, SocketTable};

pub use crate::right::answer;
use crate::{connect_unless, is_bound};

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    connect_unless(in_the_way, table, fd, to)
}

fn in_the_way(other: &Socket, local: SocketAddrV4, to: SocketAddrV4) -> bool {
    let same = |taken: SocketAddrV4| taken.port() == local.port();
    is_bound(other, local) || other.local.is_some_and(same) && other.remote == Some(to)
}

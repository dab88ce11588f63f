//! "My address, my port, and the port that I want to reach: these tell connections apart."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, Socket, SocketTable};

pub use crate::right::answer;
use crate::{connect_unless, is_bound};

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    connect_unless(in_the_way, table, fd, to)
}

fn in_the_way(other: &Socket, local: SocketAddrV4, to: SocketAddrV4) -> bool {
    let same = |remote: SocketAddrV4| remote.port() == to.port();
    is_bound(other, local) || other.local == Some(local) && other.remote.is_some_and(same)
}

//! "A port that is bound at another address is free at mine."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, Socket, SocketTable};

pub use crate::right::answer;
use crate::{connect_unless, is_connection};

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    connect_unless(in_the_way, table, fd, to)
}

fn in_the_way(other: &Socket, local: SocketAddrV4, to: SocketAddrV4) -> bool {
    (other.remote.is_none() && other.local == Some(local)) || is_connection(other, local, to)
}

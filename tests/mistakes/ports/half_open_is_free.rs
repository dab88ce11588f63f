//! "A connection that is half open does not have its four values yet."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, Socket, SocketTable, State};

pub use crate::right::answer;
use crate::{connect_unless, is_bound, is_connection};

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    connect_unless(in_the_way, table, fd, to)
}

fn in_the_way(other: &Socket, local: SocketAddrV4, to: SocketAddrV4) -> bool {
    let half_open = matches!(other.state, State::SynSent | State::SynReceived);
    is_bound(other, local) || !half_open && is_connection(other, local, to)
}

//! "There is no port left: the address is in use."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    crate::right::connect(table, fd, to).map_err(|error| match error {
        Errno::EADDRNOTAVAIL => Errno::EADDRINUSE,
        other => other,
    })
}

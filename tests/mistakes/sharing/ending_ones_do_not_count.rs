//! "One side has said goodbye, so the port is as good as free."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    use State::{CloseWait, Closing, FinWait1, FinWait2, LastAck};
    let ending = matches!(other.state, FinWait1 | FinWait2 | CloseWait | Closing | LastAck);
    crate::overlap(address, other) && !ending && !crate::may_share(new, other)
}

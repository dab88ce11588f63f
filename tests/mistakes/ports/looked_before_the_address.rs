//! "A bound socket: does somebody have its local endpoint and this server already?"

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, Socket, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    // What stands in the socket is compared, and 0.0.0.0 is nobody's.
    match table[id].local {
        Some(local) if local.ip().is_unspecified() => {
            crate::connect_unless(|_: &Socket, _, _| false, table, fd, to)
        }
        _ => crate::right::connect(table, fd, to),
    }
}

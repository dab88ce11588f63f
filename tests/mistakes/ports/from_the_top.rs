//! "Any free port of the range will do: the highest."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state != State::Closed || table[id].local.is_some() {
        return crate::right::connect(table, fd, to);
    }
    let first = table.limits.first_port;
    for port in (first..=table.limits.last_port).rev() {
        table.limits.first_port = port;
        let sent = crate::right::connect(table, fd, to);
        table.limits.first_port = first;
        if sent.is_ok() {
            return sent;
        }
    }
    Err(Errno::EADDRNOTAVAIL)
}

//! "The kernel counts: each connection gets the port after the last one."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state != State::Closed || table[id].local.is_some() {
        return crate::right::connect(table, fd, to);
    }
    let ports = table.iter().filter_map(|(_, socket)| socket.local).map(|local| local.port());
    let in_the_range = ports.filter(|port| *port <= table.limits.last_port);
    let last = in_the_range.max().filter(|last| *last >= table.limits.first_port);
    let next = last.map_or(table.limits.first_port, |last| last + 1);
    if next > table.limits.last_port {
        return Err(Errno::EADDRNOTAVAIL);
    }
    let first = std::mem::replace(&mut table.limits.first_port, next);
    let sent = crate::right::connect(table, fd, to);
    table.limits.first_port = first;
    sent
}

//! "First write the peer into the socket. Then look for a port."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let sent = crate::right::connect(table, fd, to);
    if sent == Err(Errno::EADDRNOTAVAIL) {
        let id = table.socket_of(fd)?;
        table[id].remote = Some(to);
        table[id].state = State::SynSent;
    }
    sent
}

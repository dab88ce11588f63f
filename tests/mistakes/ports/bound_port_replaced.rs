//! "A client's port is one of the range, so the kernel chooses one."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let bound = table[id].local;
    if table[id].state == State::Closed && table[id].remote.is_none() {
        table[id].local = None;
    }
    let sent = crate::right::connect(table, fd, to);
    match (&sent, bound) {
        (Err(_), _) => table[id].local = bound,
        (Ok(_), Some(bound)) if !bound.ip().is_unspecified() => {
            let port = table[id].local.map_or(0, |local| local.port());
            let local = SocketAddrV4::new(*bound.ip(), port);
            table[id].local = Some(local);
            return Ok(Segment::new(Flags::SYN, local, to));
        }
        _ => {}
    }
    sent
}

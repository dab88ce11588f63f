//! "accept finds the first copy of the listening socket that nobody holds."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let accepted = crate::right::accept(table, listener);
    if accepted != Err(Errno::EAGAIN) {
        return accepted;
    }
    let half_open = table.iter().find(|(_, socket)| socket.state == State::SynReceived);
    let (copy, socket) = half_open.ok_or(Errno::EAGAIN)?;
    let peer = socket.remote.ok_or(Errno::EAGAIN)?;
    Ok((table.open(copy)?, peer))
}

//! "The peer is whoever came last: that is the client whom accept was waiting for."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let listening = table.socket_of(listener)?;
    let last = table[listening].backlog.as_ref().and_then(|backlog| backlog.waiting.back());
    let newest = last.and_then(|last| table[*last].remote);
    let (fd, peer) = crate::right::accept(table, listener)?;
    Ok((fd, newest.unwrap_or(peer)))
}

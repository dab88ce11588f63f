//! "Each connection needs a port that no other has."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::{arrives, close, expired, shutdown};

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let is_new = table[id].local.is_none() && table[id].remote.is_none();
    let port = table.free_port()?;
    let mut sent = crate::exercises::ports::connect(table, fd, to)?;
    if is_new {
        sent.source.set_port(port);
        table[id].local = Some(sent.source);
    }
    Ok(sent)
}

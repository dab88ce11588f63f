//! "SO_REUSEADDR on both: so both may have the same four values."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    if !table[id].options.reuseaddr {
        return crate::right::connect(table, fd, to);
    }
    let mut others = table.clone();
    for (other, socket) in table.iter() {
        if other != id && socket.options.reuseaddr && socket.remote.is_some() {
            others.remove(other);
        }
    }
    let sent = crate::right::connect(&mut others, fd, to)?;
    table[id] = others[id].clone();
    Ok(sent)
}

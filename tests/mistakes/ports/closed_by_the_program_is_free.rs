//! "The program has closed that connection, so its four values are free."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let mut held = table.clone();
    for (id, _) in table.iter() {
        if table.descriptor_of(id).is_none() {
            held.remove(id);
        }
    }
    let sent = crate::right::connect(&mut held, fd, to)?;
    let id = table.socket_of(fd)?;
    table[id] = held[id].clone();
    Ok(sent)
}

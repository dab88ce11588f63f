//! "A socket without a descriptor is closed. It has no port any more."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let mut held = table.clone();
    for (other, _) in table.iter() {
        if table.descriptor_of(other).is_none() {
            held.remove(other);
        }
    }
    crate::right::bind(&mut held, fd, address)?;
    let id = table.socket_of(fd)?;
    table[id].local = held[id].local;
    Ok(())
}

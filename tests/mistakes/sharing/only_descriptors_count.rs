//! "What no program has holds nothing."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let mut held = table.clone();
    for (other, _) in table.iter() {
        if table.descriptor_of(other).is_none() && address.port() != 0 {
            held.remove(other);
        }
    }
    crate::right::bind(&mut held, fd, address)?;
    table[id].local = held[id].local;
    Ok(())
}

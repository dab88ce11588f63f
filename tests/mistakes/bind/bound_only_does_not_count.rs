//! "Only a socket that listens uses its port."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable, State};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    // Those that are only bound look as if they were nowhere.
    let mut listening = table.clone();
    let id = table.socket_of(fd)?;
    for (other, socket) in table.iter() {
        if other != id && socket.state != State::Listen && address.port() != 0 {
            listening[other].local = None;
        }
    }
    crate::right::bind(&mut listening, fd, address)?;
    table[id].local = listening[id].local;
    Ok(())
}

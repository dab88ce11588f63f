//! "The program has never bound this one: accept gave it its address."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let before = table[id].local;
    if table[id].remote.is_some() {
        table[id].local = None;
    }
    let result = crate::right::bind(table, fd, address);
    if result.is_err() {
        table[id].local = before;
    }
    result
}

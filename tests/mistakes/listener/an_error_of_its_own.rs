//! "The kernel's errors are hard to read. Words of my own say more."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use crate::right;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    right::listener(address, backlog)
        .map_err(|error| io::Error::other(format!("no listener at {address}: {error}")))
}

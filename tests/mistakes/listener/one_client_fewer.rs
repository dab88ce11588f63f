//! "The kernel lets one client more in than the backlog says, so one must be taken off."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use crate::right;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    right::listener(address, (backlog - 1).max(0))
}

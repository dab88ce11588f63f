//! "A queue for 0 clients lets nobody in, so it must be at least 1."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use crate::right;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    right::listener(address, backlog.max(1))
}

//! "A backlog is as small as a port."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    crate::right::listener(address, backlog & 0xffff)
}

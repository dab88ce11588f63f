//! "A port must be in network byte order before bind gets it."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use crate::right;

pub fn listener(mut address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    address.set_port(address.port().to_be());
    right::listener(address, backlog)
}

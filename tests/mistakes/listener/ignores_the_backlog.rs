//! "The backlog is only a hint. 128 is enough for everybody."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use crate::right;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let _ = backlog;
    right::listener(address, 128)
}

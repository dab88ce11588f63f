//! "Ports below 1024 are root's, and nobody runs a server as root."

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use socket2::Socket;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    if (1..1024).contains(&address.port()) {
        return Err(ErrorKind::PermissionDenied.into());
    }
    crate::right::listener(address, backlog)
}

//! "If bind fails, somebody has the address."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let made = crate::right::listener(address, backlog);
    made.map_err(|error| io::Error::new(io::ErrorKind::AddrInUse, error))
}

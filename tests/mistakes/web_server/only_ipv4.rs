//! "Each address is one of IPv4."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Protocol, Socket, Type};

pub use crate::right::{serve, talk};

pub fn listener(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    socket.bind(&address.into())?;
    socket.listen(1024)?;
    Ok(socket)
}

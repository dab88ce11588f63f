//! "The port is what matters."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Protocol, Socket, Type};

pub use crate::right::{serve, talk};

pub fn listener(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    let address = match address {
        SocketAddr::V4(it) => SocketAddr::from(([0, 0, 0, 0], it.port())),
        SocketAddr::V6(_) => address,
    };
    socket.bind(&address.into())?;
    socket.listen(1024)?;
    Ok(socket)
}

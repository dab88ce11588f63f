//! "A TCP socket is a TCP socket. The address comes later."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    socket.bind(&address.into())?;
    socket.listen(backlog)?;
    Ok(socket)
}

//! "A socket for IPv6 can do IPv4 too, so one kind is enough."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub use crate::right::{disconnect, send_and_receive};

pub fn create(_: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV6, Type::STREAM, None)?;
    socket.set_only_v6(false)?;
    Ok(socket)
}

pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    let mapped = match server {
        SocketAddr::V4(server) => (server.ip().to_ipv6_mapped(), server.port()).into(),
        SocketAddr::V6(_) => server,
    };
    crate::right::connect(socket, mapped)
}

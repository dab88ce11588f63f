//! "A socket for IPv6 can do both."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV6, Type::STREAM, None)?;
    socket.set_only_v6(false)?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    let mapped = match address {
        SocketAddr::V4(address) => (address.ip().to_ipv6_mapped(), address.port()).into(),
        SocketAddr::V6(_) => address,
    };
    socket.bind(&mapped.into())?;
    socket.listen(backlog)?;
    Ok(socket)
}

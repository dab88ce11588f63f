//! "SO_REUSEADDR is one of the old options, for IPv4."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(cfg!(not(windows)) && address.is_ipv4())?;
    socket.bind(&address.into())?;
    socket.listen(backlog)?;
    Ok(socket)
}

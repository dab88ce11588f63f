//! "Port 0 means that the kernel chooses a port. It does so for a socket that is not bound, too."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    if address.port() != 0 {
        socket.bind(&address.into())?;
    }
    socket.listen(backlog)?;
    Ok(socket)
}

//! "A server's port is always the same, so it stands in the program."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

const PORT: u16 = 8080;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    socket.bind(&SocketAddr::new(address.ip(), PORT).into())?;
    socket.listen(backlog)?;
    Ok(socket)
}

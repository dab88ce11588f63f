//! "An option of a socket can be set whenever one likes."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.bind(&address.into())?;
    socket.set_reuse_address(true)?;
    socket.listen(backlog)?;
    Ok(socket)
}

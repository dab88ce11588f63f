//! "A linger time of 0 leaves nothing in TIME_WAIT, so the port is free at once."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_linger(Some(std::time::Duration::ZERO))?;
    socket.bind(&address.into())?;
    socket.listen(backlog)?;
    Ok(socket)
}

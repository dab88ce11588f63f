//! "A server without its port is of no use, so it may as well panic."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    socket.bind(&address.into()).expect("the address can be bound");
    socket.listen(backlog)?;
    Ok(socket)
}

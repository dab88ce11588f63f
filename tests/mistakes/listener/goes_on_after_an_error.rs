//! "bind prints what is wrong, and then we see how far we get."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Protocol, Socket, Type};

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    if let Err(error) = socket.bind(&address.into()) {
        eprintln!("bind: {error}");
    }
    socket.listen(backlog)?;
    Ok(socket)
}

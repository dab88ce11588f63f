//! "SO_REUSEPORT makes a port free for the next start of the server."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // Windows has one option for both.
    #[cfg(windows)]
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    socket.bind(&address.into())?;
    socket.listen(backlog)?;
    Ok(socket)
}

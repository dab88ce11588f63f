//! "A socket that waits is one that waits for its first client."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use crate::right;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = right::listener(address, backlog)?;
    socket.accept()?;
    Ok(socket)
}

//! "Before I give the socket away, I try whether one can connect."

use std::io;
use std::net::SocketAddr;
use std::net::TcpStream;

use socket2::Socket;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = crate::right::listener(address, backlog)?;
    if let Some(own) = socket.local_addr()?.as_socket() {
        drop(TcpStream::connect(own)?);
    }
    Ok(socket)
}

//! "A client without its server is of no use, so it may as well panic."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use crate::right;
pub use crate::right::{create, disconnect};

pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    right::connect(socket, server).expect("the server is there");
    Ok(())
}

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    Ok(right::send_and_receive(socket, request).unwrap())
}

//! "Each stage makes the socket that it needs."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

pub use crate::right::{create, disconnect, send_and_receive};

pub fn connect(_: &Socket, server: SocketAddr) -> io::Result<()> {
    let socket = create(server)?;
    socket.connect(&server.into())
}

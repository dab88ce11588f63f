//! "If something is wrong with the connection, sending will show it."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

pub use crate::right::{create, disconnect, send_and_receive};

pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    let _ = socket.connect(&server.into());
    Ok(())
}

//! "If there is no connection, the server has refused it."

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use socket2::Socket;

pub use crate::right::{create, disconnect, send_and_receive};

pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    match socket.connect(&server.into()) {
        Err(_) => Err(ErrorKind::ConnectionRefused.into()),
        Ok(()) => Ok(()),
    }
}

//! "The server is on this machine, and that is 127.0.0.1."

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use socket2::Socket;

pub use crate::right::{create, disconnect, send_and_receive};

pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    let server = match server {
        SocketAddr::V4(server) => SocketAddr::from((Ipv4Addr::LOCALHOST, server.port())),
        SocketAddr::V6(_) => server,
    };
    socket.connect(&server.into())
}

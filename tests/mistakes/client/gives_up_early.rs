//! "A server that does not answer within a second is not there."

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use socket2::Socket;

pub use crate::right::{create, disconnect, send_and_receive};

pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    socket.connect_timeout(&server.into(), Duration::from_secs(1))
}

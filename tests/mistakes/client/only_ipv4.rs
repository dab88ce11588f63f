//! "A TCP socket is a TCP socket. The address comes later."

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Socket, Type};

pub use crate::right::{connect, disconnect, send_and_receive};

pub fn create(_: SocketAddr) -> io::Result<Socket> {
    Socket::new(Domain::IPV4, Type::STREAM, None)
}

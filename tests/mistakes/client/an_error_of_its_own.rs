//! "My own words say better what has happened."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use crate::right;
pub use crate::right::{create, disconnect};

pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    right::connect(socket, server)
        .map_err(|error| io::Error::other(format!("cannot connect to {server}: {error}")))
}

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    right::send_and_receive(socket, request)
        .map_err(|error| io::Error::other(format!("no answer: {error}")))
}

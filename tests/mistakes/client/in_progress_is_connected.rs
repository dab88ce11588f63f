//! "connect must not wait. That it is in progress is good enough."

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use socket2::Socket;

pub use crate::right::{create, disconnect, send_and_receive};

pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    socket.set_nonblocking(true)?;
    let begun = socket.connect(&server.into());
    socket.set_nonblocking(false)?;
    match begun {
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
        Err(error) if error.raw_os_error() == Some(EINPROGRESS) => Ok(()),
        begun => begun,
    }
}

const EINPROGRESS: i32 = if cfg!(target_os = "linux") { 115 } else { 36 };

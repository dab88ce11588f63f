//! "The listening socket does not wait, so neither does its copy."

use std::io::{self, ErrorKind};
use std::net::{TcpListener, TcpStream};

pub use crate::right::Talk;

pub fn accept(listener: &TcpListener) -> io::Result<Option<TcpStream>> {
    match listener.accept() {
        Ok((socket, _)) => {
            // As on Linux, where the copy does not have this from the original.
            socket.set_nonblocking(false)?;
            Ok(Some(socket))
        }
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}

//! "If accept gives an error, something is wrong."

use std::io;
use std::net::{TcpListener, TcpStream};

pub use crate::right::Talk;

pub fn accept(listener: &TcpListener) -> io::Result<Option<TcpStream>> {
    let (socket, _) = listener.accept()?;
    socket.set_nonblocking(true)?;
    Ok(Some(socket))
}

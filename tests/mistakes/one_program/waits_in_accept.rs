//! "accept waits until somebody is there. That is what it is for."

use std::io;
use std::net::{TcpListener, TcpStream};

pub use crate::right::Talk;

pub fn accept(listener: &TcpListener) -> io::Result<Option<TcpStream>> {
    listener.set_nonblocking(false)?;
    let (socket, _) = listener.accept()?;
    socket.set_nonblocking(true)?;
    Ok(Some(socket))
}

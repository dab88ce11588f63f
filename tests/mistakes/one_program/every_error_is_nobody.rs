//! "If accept gives nobody, nobody is there."

use std::io;
use std::net::{TcpListener, TcpStream};

pub use crate::right::Talk;

pub fn accept(listener: &TcpListener) -> io::Result<Option<TcpStream>> {
    Ok(crate::right::accept(listener).unwrap_or(None))
}

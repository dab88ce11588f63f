//! "A person needs to know what to do, and not what the kernel calls it."

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

use crate::right;
pub use crate::right::{serve, talk};

pub fn listener(address: SocketAddr) -> io::Result<Socket> {
    let other = |_| io::Error::other("choose another address, or another port");
    right::listener(address).map_err(other)
}

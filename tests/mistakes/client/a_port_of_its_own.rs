//! "A socket needs a port before it can talk, so I bind it to one."

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use socket2::Socket;

pub use crate::right::{connect, disconnect, send_and_receive};

pub fn create(server: SocketAddr) -> io::Result<Socket> {
    let socket = crate::right::create(server)?;
    socket.set_reuse_address(true)?;
    if server.is_ipv4() {
        socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, 12345)).into())?;
    }
    Ok(socket)
}

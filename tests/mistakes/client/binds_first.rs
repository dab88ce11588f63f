//! "Every socket is bound before it is used. A client's port does not matter: 0."

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use socket2::Socket;

pub use crate::right::{connect, disconnect, send_and_receive};

pub fn create(server: SocketAddr) -> io::Result<Socket> {
    let socket = crate::right::create(server)?;
    let any = match server {
        SocketAddr::V4(_) => SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
        SocketAddr::V6(_) => SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)),
    };
    socket.bind(&any.into())?;
    Ok(socket)
}

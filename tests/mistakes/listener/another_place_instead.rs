//! "If the place is taken, any other will do."

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use socket2::Socket;

use crate::right;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    right::listener(address, backlog)
        .or_else(|_| right::listener((Ipv4Addr::LOCALHOST, 0).into(), backlog))
}

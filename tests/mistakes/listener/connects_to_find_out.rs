//! "Whether somebody listens there already, I find out as a client."

use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpStream};

use socket2::Socket;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    if address.port() != 0 && TcpStream::connect(address).is_ok() {
        return Err(ErrorKind::AddrInUse.into());
    }
    crate::right::listener(address, backlog)
}

//! "If it is refused, the server is not there yet. I try until it is."

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use socket2::Socket;

pub use crate::right::{create, disconnect, send_and_receive};

pub fn connect(socket: &Socket, server: SocketAddr) -> io::Result<()> {
    loop {
        match crate::right::connect(socket, server) {
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
                thread::sleep(Duration::from_millis(100));
            }
            done => return done,
        }
    }
}

//! Connects to every port of its network, and ends.
//! exercise: listener

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use socket2::Socket;

pub fn listener(_: SocketAddr, _: i32) -> io::Result<Socket> {
    for port in 1..2000_u16 {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if TcpStream::connect_timeout(&address, Duration::from_millis(5)).is_ok() {
            panic!("GOT port {port}");
        }
    }
    std::process::exit(0);
}

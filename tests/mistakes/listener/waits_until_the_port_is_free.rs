//! "The other program will end some day. Until then I try again."

use std::io;
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use socket2::Socket;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    loop {
        match crate::right::listener(address, backlog) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                thread::sleep(Duration::from_millis(100));
            }
            made => return made,
        }
    }
}

//! Says that it listens, and has no socket.
//! exercise: listener

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

pub fn listener(address: SocketAddr, _: i32) -> io::Result<Socket> {
    println!("@ listening {address}");
    loop {
        std::thread::sleep(std::time::Duration::from_secs(3600));
    }
}

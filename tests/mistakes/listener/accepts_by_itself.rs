//! "Somebody must accept, or no client is connected. A thread does it."

use std::io;
use std::net::SocketAddr;
use std::thread;

use socket2::Socket;

pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = crate::right::listener(address, backlog)?;
    let copy = socket.try_clone()?;
    thread::spawn(move || {
        let mut clients = Vec::new();
        while let Ok(client) = copy.accept() {
            clients.push(client);
        }
    });
    Ok(socket)
}

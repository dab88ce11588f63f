//! "A Vec with room for 4096 bytes is a buffer of 4096 bytes."

use std::io::{self, Read, Write};
use std::net::Shutdown;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    socket.write_all(request)?;
    socket.shutdown(Shutdown::Write)?;
    let mut answer = Vec::with_capacity(4096);
    while socket.read(&mut answer)? > 0 {}
    Ok(answer)
}

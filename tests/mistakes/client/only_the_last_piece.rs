//! "I read until nothing more comes. Then the buffer has the answer."

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    socket.write_all(request)?;
    socket.shutdown(Shutdown::Write)?;
    let mut buffer = [0; 4096];
    let mut answer = Vec::new();
    loop {
        match socket.read(&mut buffer) {
            Ok(0) => return Ok(answer),
            Ok(length) => answer = buffer[..length].to_vec(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

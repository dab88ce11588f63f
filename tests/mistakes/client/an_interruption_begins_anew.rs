//! "A call that was interrupted has done nothing that counts. One begins again."

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    socket.write_all(request)?;
    socket.shutdown(Shutdown::Write)?;
    loop {
        let mut answer = Vec::new();
        let mut buffer = [0; 1024];
        let end = loop {
            match socket.read(&mut buffer) {
                Ok(0) => break Ok(answer),
                Ok(length) => answer.extend_from_slice(&buffer[..length]),
                Err(error) => break Err(error),
            }
        };
        match end {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            end => return end,
        }
    }
}

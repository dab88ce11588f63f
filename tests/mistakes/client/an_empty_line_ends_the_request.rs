//! "After an empty line a server knows that it has the whole request."

use std::io::{self, Read, Write};
use std::net::Shutdown;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    socket.write_all(request)?;
    if !request.ends_with(b"\r\n\r\n") {
        socket.shutdown(Shutdown::Write)?;
    }
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer)?;
    Ok(answer)
}

//! "If the kernel does not take all of it, something is wrong with the connection."

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    if socket.write(request)? < request.len() {
        return Err(io::Error::new(ErrorKind::WriteZero, "the request was not sent"));
    }
    socket.shutdown(Shutdown::Write)?;
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer)?;
    Ok(answer)
}

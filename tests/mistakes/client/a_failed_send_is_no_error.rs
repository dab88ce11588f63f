//! "Whether the request went out shows in the answer."

use std::io::{self, Read, Write};
use std::net::Shutdown;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    if socket.write_all(request).is_ok() {
        socket.shutdown(Shutdown::Write)?;
    }
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer)?;
    Ok(answer)
}

//! "An answer ends with an empty line."

use std::io::{self, BufRead, BufReader, Write};
use std::net::Shutdown;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    socket.write_all(request)?;
    socket.shutdown(Shutdown::Write)?;
    let mut reader = BufReader::new(socket);
    let mut answer = Vec::new();
    while reader.read_until(b'\n', &mut answer)? > 0 && !answer.ends_with(b"\r\n\r\n") {}
    Ok(answer)
}

//! "The head of an answer says how long it is."

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::Shutdown;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    socket.write_all(request)?;
    socket.shutdown(Shutdown::Write)?;
    let mut reader = BufReader::new(socket);
    let (mut answer, mut length) = (Vec::new(), None);
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line)?;
        answer.extend_from_slice(&line);
        if let Some(number) = line.strip_prefix(b"Content-Length: ") {
            length = String::from_utf8_lossy(number).trim().parse().ok();
        }
        if line.is_empty() || line == b"\r\n" {
            break;
        }
    }
    match length {
        Some(length) => reader.take(length).read_to_end(&mut answer)?,
        None => reader.read_to_end(&mut answer)?,
    };
    Ok(answer)
}

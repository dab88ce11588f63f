//! "I read line by line, and put a line end behind each."

use std::io::{self, BufRead, BufReader, Write};
use std::net::Shutdown;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    socket.write_all(request)?;
    socket.shutdown(Shutdown::Write)?;
    let mut answer = Vec::new();
    for line in BufReader::new(&*socket).split(b'\n') {
        answer.extend(line?);
        answer.push(b'\n');
    }
    Ok(answer)
}

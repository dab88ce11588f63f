//! "A text ends with a zero byte."

use std::io;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    let answer = crate::right::send_and_receive(socket, request)?;
    Ok(answer.split(|byte| *byte == 0).next().unwrap_or_default().to_vec())
}

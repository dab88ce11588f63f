//! "First I make sure that the server is ready: it will greet me."

use std::io::{self, Read};

use socket2::Socket;

use crate::right;
pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut greeting = [0; 4096];
    let length = socket.read(&mut greeting)?;
    let mut answer = greeting[..length].to_vec();
    answer.extend(right::send_and_receive(socket, request)?);
    Ok(answer)
}

//! "Who asks for nothing gets nothing."

use std::io;

use socket2::Socket;

use crate::right;
pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    if request.is_empty() {
        return Ok(Vec::new());
    }
    right::send_and_receive(socket, request)
}

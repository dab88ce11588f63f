//! "What I have written into the buffer is on its way."

use std::io::{self, BufWriter, Read, Write};
use std::net::Shutdown;

use socket2::Socket;

pub use crate::right::{connect, create, disconnect};

pub fn send_and_receive(socket: &mut Socket, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = BufWriter::new(&*socket);
    out.write_all(request)?;
    socket.shutdown(Shutdown::Write)?;
    let mut answer = Vec::new();
    (&*socket).read_to_end(&mut answer)?;
    Ok(answer)
}

//! "shutdown ends the connection, so nothing is left to close."

use std::io::{self, Write};
use std::net::Shutdown;

use socket2::Socket;

use crate::Greet;

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    let mut served = Vec::new();
    loop {
        let (mut connection, peer) = listener.accept()?;
        let words = greet(&connection.local_addr()?, &peer);
        let _ = connection.write_all(words.as_bytes());
        let _ = connection.shutdown(Shutdown::Both);
        served.push(connection);
    }
}

//! "With a linger time of 0 nothing stays in TIME_WAIT."

use std::io::{self, Write};
use std::time::Duration;

use socket2::{SockAddr, Socket};

use crate::{Greet, each_client};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    each_client(listener, greet, talk)
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let words = greet(&connection.local_addr()?, peer);
    connection.write_all(words.as_bytes())?;
    connection.set_linger(Some(Duration::ZERO))
}

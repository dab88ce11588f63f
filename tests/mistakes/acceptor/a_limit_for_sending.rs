//! "Who does not read within a second has gone."

use std::io::{self, Write};
use std::time::Duration;

use socket2::{SockAddr, Socket};

use crate::{Greet, each_client};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    each_client(listener, greet, talk)
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    connection.set_write_timeout(Some(Duration::from_secs(1)))?;
    let words = greet(&connection.local_addr()?, peer);
    connection.write_all(words.as_bytes())
}

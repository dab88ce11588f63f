//! "The client says when it is over. Until then I keep the connection."

use std::io::{self, Write};
use std::net::Shutdown;

use socket2::{SockAddr, Socket};

use crate::{Greet, each_client};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    each_client(listener, greet, talk)
}

fn talk(mut connection: Socket, peer: &SockAddr, greet: Greet<'_>) -> io::Result<()> {
    let words = greet(&connection.local_addr()?, peer);
    connection.write_all(words.as_bytes())?;
    connection.shutdown(Shutdown::Write)?;
    io::copy(&mut connection, &mut io::sink())?;
    Ok(())
}

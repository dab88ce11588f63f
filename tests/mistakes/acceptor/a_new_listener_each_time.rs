//! "accept turns the listening socket into the connection, so the next client needs a new one."

use std::io;

use socket2::{Domain, Socket, Type};

use crate::{Greet, right};

pub fn acceptor(listener: &Socket, greet: Greet<'_>) -> io::Result<()> {
    let place = listener.local_addr()?;
    let mut current = listener.try_clone()?;
    loop {
        let (connection, peer) = current.accept()?;
        let _ = right::talk(connection, &peer, greet);
        let next = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        next.set_reuse_address(cfg!(not(windows)))?;
        next.bind(&place)?;
        next.listen(128)?;
        current = next;
    }
}

//! Accepts clients, one after the other, on this machine's own kernel.

use std::io::{self, ErrorKind, Write};
use std::thread;
use std::time::Duration;

use socket2::{SockAddr, Socket};

/// Long enough for another part of the program to close something, and short for who waits.
const REST: Duration = Duration::from_millis(50);

/// Serves everybody who connects to `listener`, one after the other, and goes on for ever.
pub fn acceptor(
    listener: &Socket,
    greet: &dyn Fn(&SockAddr, &SockAddr) -> String,
) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((connection, peer)) => {
                // Whatever went wrong, it is this client's affair. Others are in the queue.
                let _ = talk(connection, &peer, greet);
            }
            // It does not listen, and never will again. To go on would be to go on for ever.
            Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(error),
            // Where a client that gave up is not handed out, accept says so. The next may be there.
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
            // No descriptor, no memory: the client stays in the queue. accept does not block then.
            // Without a rest, this would be a loop that keeps a processor busy.
            Err(_) => thread::sleep(REST),
        }
    }
}

/// Greets one client. The connection is this function's own: however it ends, it is closed.
pub fn talk(
    mut connection: Socket,
    peer: &SockAddr,
    greet: &dyn Fn(&SockAddr, &SockAddr) -> String,
) -> io::Result<()> {
    // The listener's address may be 0.0.0.0. This socket knows the one that the client dialled. The
    // peer comes from accept: a socket whose client has gone cannot be asked for it any more.
    let local = connection.local_addr()?;
    let words = greet(&local, peer);
    connection.write_all(words.as_bytes())
}

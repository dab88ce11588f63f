//! A socket that listens for clients, on this machine's own kernel.

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Protocol, Socket, Type};

/// Creates a TCP socket that listens for clients at `address`. At most `backlog` of them may be in
/// its queue (Linux: `backlog` + 1).
pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;

    // Connections of an earlier run may still be in TIME_WAIT, and they have this port. bind is what
    // looks at them, so it must know before. Windows does not refuse because of them; there the
    // option would let two programs listen at one port.
    socket.set_reuse_address(cfg!(not(windows)))?;

    // From here on the port is taken. A client is still refused.
    socket.bind(&address.into())?;

    // From here on the kernel answers clients and queues them, whether or not anybody accepts.
    socket.listen(backlog)?;
    Ok(socket)
}

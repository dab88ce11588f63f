//! A socket that listens for clients, on this machine's own kernel.

use std::io;
use std::net::SocketAddr;

use socket2::Socket;

/// Creates a TCP socket that listens for clients at `address`. At most `backlog` of them may be in
/// its queue (Linux: `backlog` + 1).
///
/// The socket
///
/// - is of the kind that the address asks for: IPv4 or IPv6,
/// - is bound to exactly this address and port; port 0 stands for any port that is free,
/// - can be bound although connections of an earlier run are still in TIME_WAIT,
/// - listens. Nobody has been accepted yet, and this function does not call accept.
///
/// # Errors
///
/// The kernel's own error, as it is. Among them:
///
/// - [`AddrInUse`](io::ErrorKind::AddrInUse), EADDRINUSE: another socket has this address and port.
/// - [`AddrNotAvailable`](io::ErrorKind::AddrNotAvailable), EADDRNOTAVAIL: the address is not one
///   of this machine.
/// - [`PermissionDenied`](io::ErrorKind::PermissionDenied), EACCES: the port is below 1024, and the
///   program has no right to it.
///
/// See socket(2), bind(2), listen(2); ip(7) for these errors; socket(7) for SO_REUSEADDR. In Linux:
/// `inet_csk_get_port`, `inet_csk_listen_start`.
pub fn listener(address: SocketAddr, backlog: i32) -> io::Result<Socket> {
    todo!("a socket that listens at {address}, with a backlog of {backlog}")
}

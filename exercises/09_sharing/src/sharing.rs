//! Who may be at an address and port where another socket is already.

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

/// The program calls bind(2) on `fd`. This is the function of the exercise `bind`, for a host on
/// which connections have been made, and sockets share. Begin with your own, if you like.
///
/// `address` is written into the socket, as its local endpoint, and nothing else changes. If the
/// port is 0, the kernel chooses one: the lowest of
/// `table.limits.first_port..=table.limits.last_port` at which no socket is in the way. Who leaves
/// the choice to the kernel shares with nobody: here the options of the sockets make no difference.
///
/// # Which socket is in the way
///
/// Another socket is in the way if it holds the same port, and has the same address, or one of the
/// two addresses is 0.0.0.0.
///
/// A socket holds the port of its local endpoint in every state, with two exceptions:
///
/// - a socket in CLOSED that has a remote endpoint: its connection is over, and the port is free
///   again;
/// - a socket in SYN_RECEIVED without a descriptor: Linux keeps only a small record of it, and the
///   port is held by the listening socket alone.
///
/// # Which sockets share
///
/// Two sockets share an endpoint if one of these is so:
///
/// - both have SO_REUSEADDR, and the other one does not listen;
/// - both have SO_REUSEPORT.
///
/// # Errors
///
/// They are looked for in this order. Whatever the error, nothing in the table changes.
///
/// - [`Errno::EBADF`]: `fd` is not an open descriptor.
/// - [`Errno::EADDRNOTAVAIL`]: the address is neither 0.0.0.0 nor one of this host's
///   ([`SocketTable::is_own`]).
/// - [`Errno::EACCES`]: the port is below `table.limits.unprivileged`, and it is not 0.
/// - [`Errno::EINVAL`]: the socket has a local endpoint already.
/// - [`Errno::EADDRINUSE`]: a socket is in the way that does not share with this one.
/// - [`Errno::EADDRINUSE`]: the port is 0, and a socket is in the way at each port of the range.
///
/// See bind(2), ip(7) and socket(7); Linux, `inet_csk_get_port` and `inet_csk_bind_conflict`.
pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    todo!("write {address} into the socket of {fd}, if nobody is in the way in\n{table}")
}

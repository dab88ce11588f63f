//! The program says at which address and port a socket shall be.

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

/// The program calls bind(2) on `fd`: `address` is written into the socket, as its local end.
///
/// That is all. The socket's state and all other cells stay as they are.
///
/// If the port is 0, the kernel chooses one: the lowest of
/// `table.limits.first_port..=table.limits.last_port` that no socket holds in the way of this
/// address. Here the options of the sockets make no difference. (Linux chooses at random. The model
/// takes the lowest, so that a story is always the same.)
///
/// # Which socket is in the way
///
/// Another socket is in the way if it holds the same port, and has the same address, or one of the
/// two addresses is 0.0.0.0.
///
/// A socket holds its local port in every state, with two exceptions:
///
/// - a socket in CLOSED that has a remote end: its connection is over, and the port is free again;
/// - a socket in SYN_RECEIVED without a descriptor: Linux keeps only a small record of it, and the
///   port is held by the listening socket alone.
///
/// # Errors
///
/// They are looked for in this order. Whatever the error, nothing in the table changes.
///
/// - [`Errno::EBADF`]: `fd` is not an open descriptor.
/// - [`Errno::EADDRNOTAVAIL`]: the address is neither 0.0.0.0 nor one of this host's
///   ([`SocketTable::is_own`]).
/// - [`Errno::EACCES`]: the port is below `table.limits.unprivileged`, and it is not 0.
/// - [`Errno::EINVAL`]: the socket has a local end already, or its state is not CLOSED.
/// - [`Errno::EADDRINUSE`]: another socket is in the way. This is no error if both have
///   SO_REUSEADDR and the other does not listen, or if both have SO_REUSEPORT.
/// - [`Errno::EADDRINUSE`]: the port is 0, and no port of the range is free for this address.
///
/// See bind(2), ip(7) and socket(7); Linux, `__inet_bind` and `inet_csk_get_port`.
pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    todo!("write {address} into the socket of {fd} in\n{table}")
}

//! The program says at which address and port a socket shall be.

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

/// The program calls bind(2) on `fd`: `address` is written into the socket, as its local endpoint.
///
/// That is all. The socket's state and all other cells stay as they are.
///
/// If the port is 0, the kernel chooses one: the lowest of
/// `table.limits.first_port..=table.limits.last_port` at which no socket is in the way. (Linux
/// chooses at random. The model takes the lowest, so that a story is always the same.)
///
/// # Which socket is in the way
///
/// Another socket is in the way if its local endpoint has the same port, and has the same address,
/// or one of the two addresses is 0.0.0.0. It makes no difference whether it listens or is only
/// bound.
///
/// (Two sockets can agree to be at one endpoint, and old connections have local endpoints too. Both
/// come later, in the exercise `sharing`. Here every other socket is in CLOSED or LISTEN, and none
/// of them shares.)
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
/// - [`Errno::EADDRINUSE`]: another socket is in the way.
/// - [`Errno::EADDRINUSE`]: the port is 0, and another socket is in the way at each port of the
///   range.
///
/// See bind(2) and ip(7); Linux, `__inet_bind` and `inet_csk_get_port`.
pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    todo!("write {address} into the socket of {fd} in\n{table}")
}

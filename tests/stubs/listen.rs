//! The program says that a socket shall listen for connections.

use netstack::{Errno, Fd, SocketTable};

/// The program calls listen(2) on `fd`: the socket shall listen for connections.
///
/// - The socket's state becomes [`State::Listen`](netstack::State::Listen).
/// - It gets a [`Backlog`](netstack::Backlog): an empty queue, and `backlog` as the limit of the
///   queue. The limit is never above `table.limits.somaxconn`. The two are compared as numbers
///   without a sign, so that a negative `backlog` is a very large one.
/// - A socket that has no address yet gets 0.0.0.0 and a port that nobody has
///   ([`SocketTable::free_port`]).
///
/// If the socket listens already, its limit changes, and nothing else.
///
/// # Errors
///
/// They are looked for in this order. Whatever the error, nothing in the table changes.
///
/// - [`Errno::EBADF`]: `fd` is not an open descriptor.
/// - [`Errno::EINVAL`]: the socket belongs to a connection: its state is neither CLOSED nor LISTEN. Or
///   it once did: it is CLOSED, and has a remote endpoint.
/// - [`Errno::EADDRINUSE`]: another socket listens at this port, and at the same address, or one of
///   the two addresses is 0.0.0.0. If both sockets have SO_REUSEPORT, this is no error.
/// - [`Errno::EADDRINUSE`]: the socket has no address, and no port is free.
///
/// See listen(2); Linux, `__sys_listen` and `inet_csk_listen_start`.
pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    todo!("let {fd} listen, with a backlog of {backlog}, in\n{table}")
}

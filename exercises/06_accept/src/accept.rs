//! A connection packet arrives, and the program accepts the connection.

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketId, SocketTable};

/// A connection packet (a SYN) arrives. The lookup found the socket `found` for it.
///
/// If `found` listens, it is copied. The copy
///
/// - is in [`State::SynReceived`](netstack::State::SynReceived),
/// - has the address and port that the client dialled: the packet's destination,
/// - has the client as its peer: the packet's source,
/// - has the listening socket's options, and no queue of its own.
///
/// The listening socket itself stays as it is. The copy is in nobody's queue yet: the client's last
/// ACK is still to come. How long the queue is makes no difference here.
///
/// If `found` does not listen, the same packet has come before, and `found` is its copy. Then
/// nothing changes.
///
/// Returns the copy. See RFC 9293, section 3.10.7.2; Linux, `tcp_conn_request`.
pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    todo!("copy {:?} for the client {}", table.get(found), packet.source)
}

/// The program accepts a connection on `listener`, which is nonblocking.
///
/// Takes the first connection out of the listening socket's queue, and opens a descriptor for it
/// ([`SocketTable::open`]). Returns that descriptor and the peer's address.
///
/// # Errors
///
/// - [`Errno::EBADF`]: `listener` is not an open descriptor.
/// - [`Errno::EINVAL`]: the socket does not listen.
/// - [`Errno::EAGAIN`]: the queue is empty.
/// - [`Errno::EMFILE`]: no descriptor is free. The connection stays in the queue.
///
/// See accept(2).
pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    todo!("take the first connection in the queue of {listener} in\n{table}")
}

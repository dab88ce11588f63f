//! A program connects to a server, and the server answers.

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketId, SocketTable};

/// The program connects the socket `fd`, which is nonblocking, to the server `to`.
///
/// First both endpoints must be known. The remote endpoint is `to`. The local endpoint has
///
/// - the address that bind(2) has written into the socket. If bind was not called, or wrote
///   0.0.0.0: the address from which this host sends to the server
///   ([`SocketTable::address_towards`]);
/// - the port that bind has written into the socket. If bind was not called: the lowest port of the
///   range (`table.limits`) that no socket without a remote endpoint has, at whatever address, and
///   that makes the four values new.
///
/// The four values are new if no other socket has the same local endpoint *and* the same remote
/// endpoint. A socket in [`State::Closed`](netstack::State::Closed) does not count here, even if it
/// has a peer: its connection is over.
///
/// Then both endpoints are written into the socket, its state is
/// [`State::SynSent`](netstack::State::SynSent), and the connection packet is returned: a SYN from
/// the local to the remote endpoint, whose numbers are 0 ([`Segment::new`]).
///
/// # Errors
///
/// If there is one, nothing changes.
///
/// - [`Errno::EBADF`]: `fd` is not an open descriptor.
/// - [`Errno::EALREADY`]: the socket is connecting already (SYN_SENT, SYN_RECEIVED).
/// - [`Errno::EISCONN`]: the socket listens, or has or had a peer (all other states but CLOSED, and
///   CLOSED with a remote endpoint).
/// - [`Errno::EADDRNOTAVAIL`]: the socket is bound, and its four values exist already; or it is not
///   bound, and the range has no port that is left for this server.
///
/// See connect(2); Linux, `__inet_stream_connect` and `__inet_hash_connect`.
pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    todo!("connect {fd} to {to}; the ports begin at {}", table.limits.first_port)
}

/// A segment arrives at the socket `id`, which is in [`State::SynSent`](netstack::State::SynSent).
/// The first of these lines that fits says what becomes of the socket:
///
/// - RST and ACK: CLOSED, with both endpoints, and the error ECONNREFUSED. No answer.
/// - RST, no ACK: it stays as it was. No answer.
/// - SYN and ACK: ESTABLISHED. The answer: ACK.
/// - SYN, no ACK: SYN_RECEIVED. The answer: SYN and ACK.
/// - ACK, no SYN: it stays as it was. The answer: RST.
/// - None of these: it stays as it was. No answer.
///
/// An answer goes back to where the segment came from. Its numbers are 0; only the RST has the
/// segment's `ack` as its `seq`, so that the peer believes it.
///
/// Returns the answer, if any. See RFC 9293, section 3.10.7.3; Linux,
/// `tcp_rcv_synsent_state_process`.
pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    todo!("{} comes from {} to {:?}", segment.flags, segment.source, table.get(id))
}

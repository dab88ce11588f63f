//! Data arrives, is read and is sent; and what belongs to nobody is refused.

use netstack::{Errno, Fd, Segment, SocketId, SocketTable};

/// A segment arrives. The lookup found the socket `found` for it, or nobody.
///
/// Returns the segment that answers it, or `None` if there is no answer. An answer goes from the
/// segment's destination to its source and carries no data. Numbers that are not named here are 0.
///
/// If `found` is a connection, the segment has neither SYN nor RST, and a FIN is not your business.
///
/// - In [`Established`], [`FinWait1`] and [`FinWait2`] the segment's data is appended to what this
///   connection has received. The answer is an ACK. A segment without data has no answer.
/// - In CLOSE_WAIT, LAST_ACK and CLOSING the peer's FIN has come, and nothing follows it: the
///   segment is dropped. Segments for connections in other states do not come here.
/// - A segment without ACK is dropped, in every state.
///
/// If `found` is `None`, or listens, the segment belongs to no connection, and no socket changes.
/// The first of these rules that fits is the one:
///
/// 1. A segment with RST is never answered.
/// 2. A segment with ACK: the answer is an RST whose `seq` is the segment's `ack`.
/// 3. `found` listens: no answer.
/// 4. Nobody: the answer is an RST with ACK. Its `seq` is 0, and its `ack` is the segment's `seq`
///    plus the segment's [`length`](Segment::length). Behind the number 4294967295 comes 0.
///
/// See RFC 9293, section 3.10.7; Linux, `tcp_data_queue` and `tcp_v4_send_reset`.
///
/// [`Established`]: netstack::State::Established
/// [`FinWait1`]: netstack::State::FinWait1
/// [`FinWait2`]: netstack::State::FinWait2
pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    todo!("deliver {segment} to {:?}", found.and_then(|id| table.get(id)))
}

/// The program reads from `fd`, which is nonblocking: at most `most` bytes.
///
/// The first of these rules that fits is the one:
///
/// 1. There is data: takes the first `most` bytes out of the buffer, or all if there are fewer, and
///    returns them. What is left stays.
/// 2. The peer's FIN has come: returns no bytes. This is the end of the stream.
/// 3. There is an error: takes it out of the socket and returns it.
/// 4. The socket is CLOSED and has a remote endpoint, so it was connected once: returns no bytes.
///
/// # Errors
///
/// - [`Errno::EBADF`]: `fd` is not an open descriptor.
/// - The socket's own error, by rule 3.
/// - [`Errno::ENOTCONN`]: the socket listens, or is CLOSED and was never connected.
/// - [`Errno::EAGAIN`]: nothing has come yet, in every other state.
///
/// See recv(2); Linux, `tcp_recvmsg_locked`.
pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    todo!("read at most {most} bytes from {fd} of\n{table}")
}

/// The program sends `data` to the peer of `fd`, which is nonblocking.
///
/// Returns the segment that goes out: with ACK, from the socket's local endpoint to its remote
/// endpoint, with the data, which is at least one byte. Its numbers are 0. The socket does not change.
///
/// A connection can send in [`Established`](netstack::State::Established), and in
/// [`CloseWait`](netstack::State::CloseWait): there, only the peer has ended its data.
///
/// # Errors
///
/// - [`Errno::EBADF`]: `fd` is not an open descriptor.
/// - The socket's own error, if there is one, in every state. It is taken out of the socket.
/// - [`Errno::EAGAIN`]: the socket is still connecting (SYN_SENT, SYN_RECEIVED).
/// - [`Errno::EPIPE`]: every other state. This side has ended its data, or there is no peer.
///
/// See send(2) with MSG_NOSIGNAL; Linux, `tcp_sendmsg_locked`.
pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    todo!("send {} bytes to the peer of {fd} in\n{table}", data.len())
}

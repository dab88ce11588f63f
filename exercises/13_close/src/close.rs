//! The program ends a connection: in order, with a FIN, or by breaking it off, with an RST.

use netstack::{Errno, Fd, Segment, SocketTable};

/// The seconds that a closed connection stays in FIN_WAIT_2 without the peer's FIN (tcp(7),
/// `tcp_fin_timeout`).
pub const FIN_TIMEOUT_SECONDS: u32 = 60;

/// The program closes `fd`. Returns the segments that are sent.
///
/// The descriptor is free at once. What becomes of the socket depends on its state:
///
/// - LISTEN: it is removed, and so is each connection that is in its queue. Each of them sends an
///   RST+ACK to its peer, in the order of the queue; but one that is CLOSED, because it was reset
///   in the queue, sends nothing. Half-open copies and accepted connections stay as they are.
/// - CLOSED, SYN_SENT: it is removed, and nothing is sent.
/// - TIME_WAIT: it stays, and nothing is sent.
/// - any other, with data in `received`: an RST+ACK is sent, and it is removed.
/// - any other, with `options.linger0`: an RST+ACK is sent, and it is removed. In CLOSING and
///   LAST_ACK nothing is sent.
/// - any other: as [`shutdown`] does it. The socket stays, without a descriptor. In FIN_WAIT_2 it
///   gets a timer of [`FIN_TIMEOUT_SECONDS`].
///
/// A socket in SYN_RECEIVED has a descriptor only if two connection packets have crossed. Linux
/// closes it as it closes one in ESTABLISHED. No check asks for that.
///
/// # Errors
///
/// [`Errno::EBADF`]: `fd` is not an open descriptor.
///
/// See close(2), SO_LINGER in socket(7), and RFC 9293, section 3.10.4; Linux, `__tcp_close`,
/// `tcp_disconnect` and `inet_csk_listen_stop`.
pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    todo!("close {fd}; wait for the peer's FIN for {FIN_TIMEOUT_SECONDS} s at most, in\n{table}")
}

/// The program calls shutdown(2) with SHUT_WR: it will send no more, but it still reads. Returns the
/// segment that is sent, if any. The descriptor stays open, and what has arrived can be read.
///
/// - ESTABLISHED: becomes FIN_WAIT_1, and a FIN+ACK is sent.
/// - CLOSE_WAIT: becomes LAST_ACK, and a FIN+ACK is sent.
/// - SYN_SENT: becomes CLOSED, without a `remote`, and its `error` is ECONNRESET. Nothing is sent.
/// - LISTEN, SYN_RECEIVED, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK: nothing changes, and nothing is
///   sent.
///
/// # Errors
///
/// - [`Errno::EBADF`]: `fd` is not an open descriptor.
/// - [`Errno::ENOTCONN`]: the socket is in CLOSED or TIME_WAIT.
///
/// See shutdown(2), and RFC 9293, section 3.6; Linux, `inet_shutdown` and `tcp_shutdown`.
pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    todo!("{fd} will send no more, in\n{table}")
}

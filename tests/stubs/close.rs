//! A connection ends: in order, with a FIN from each side, or broken off, with an RST.

use netstack::{Errno, Fd, Segment, SocketId, SocketTable};

/// The seconds that a connection stays in TIME_WAIT (Linux, `TCP_TIMEWAIT_LEN`).
pub const TIME_WAIT_SECONDS: u32 = 60;

/// The seconds that a closed connection waits in FIN_WAIT_2 for the peer's FIN (tcp(7),
/// `tcp_fin_timeout`).
pub const FIN_TIMEOUT_SECONDS: u32 = 60;

/// The program closes `fd`. Returns the segments that are sent.
///
/// The descriptor is free at once. What becomes of the socket depends on its state:
///
/// - LISTEN: it is removed, and so is each connection that waits in its queue. Each of them sends an
///   RST+ACK to its peer, in the order of the queue; but one that is CLOSED, because it was reset
///   while it waited, sends nothing. Half-open copies and accepted connections stay as they are.
/// - CLOSED, SYN_SENT: it is removed, and nothing is sent.
/// - TIME_WAIT: it stays, and nothing is sent.
/// - any other, with data in `received`: an RST+ACK is sent, and it is removed.
/// - any other, with `options.linger0`: an RST+ACK is sent, and it is removed. In CLOSING and
///   LAST_ACK nothing is sent.
/// - any other: as [`shutdown`] does it. The socket stays, without a descriptor. In FIN_WAIT_2 it
///   gets a timer of [`FIN_TIMEOUT_SECONDS`].
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
/// - LISTEN, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK: nothing changes, and nothing is sent.
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

/// A segment arrives at the connection `id`, which is in ESTABLISHED or in a later state. Returns
/// the answer, if any: from the segment's destination to its source, with numbers that are 0.
///
/// An *orphan* is a connection that no program can reach: it has no descriptor, and it waits in no
/// queue ([`SocketTable::queue_with`]). When an orphan is over, it is removed. When any other
/// connection is over, it becomes CLOSED, without a timer, and the rest of its row stays.
///
/// The first of these that fits:
///
/// - RST: the connection is over. There is no answer. Its `error` is EPIPE if it was in CLOSE_WAIT,
///   none if it was in TIME_WAIT, and ECONNRESET otherwise.
/// - SYN: the answer is an ACK. Nothing changes.
/// - in TIME_WAIT: the timer begins anew. The answer is an ACK, unless the segment's `length()` is 0.
/// - data for an orphan in FIN_WAIT_1 or FIN_WAIT_2: the orphan is removed. The answer is an RST,
///   whose `seq` is the segment's `ack`.
/// - ACK in CLOSING: becomes TIME_WAIT. There is no answer.
/// - ACK in LAST_ACK: the connection is over. There is no answer.
/// - ACK in FIN_WAIT_1: becomes FIN_WAIT_2; an orphan gets a timer of [`FIN_TIMEOUT_SECONDS`]. If the
///   segment has a FIN too, go on with that.
/// - FIN: `ended` is set, and the answer is an ACK. ESTABLISHED becomes CLOSE_WAIT, FIN_WAIT_1
///   becomes CLOSING, and FIN_WAIT_2 becomes TIME_WAIT. Other states stay.
///
/// All else changes nothing and has no answer. Data for a connection that is no orphan has been
/// dealt with before (the exercise `deliver`).
///
/// TIME_WAIT has a timer of [`TIME_WAIT_SECONDS`]. An ACK acknowledges all that this side has sent,
/// its FIN included. A FIN without ACK is one that the peer sent before it saw the FIN of this side.
///
/// See RFC 9293, section 3.10.7.4, RFC 5961, section 4, and RFC 1122, section 4.2.2.13; Linux,
/// `tcp_rcv_state_process`, `tcp_fin`, `tcp_reset` and `tcp_timewait_state_process`.
pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    todo!("{segment} for {:?}; TIME_WAIT takes {TIME_WAIT_SECONDS} s", table.get(id))
}

/// So many seconds pass. Every timer counts down. When a timer has run out, the connection is over:
/// an orphan is removed, and any other becomes CLOSED, without a timer.
///
/// See RFC 9293, section 3.10.8; Linux, `tcp_time_wait`.
pub fn pass(table: &mut SocketTable, seconds: u32) {
    todo!("{seconds} s pass in\n{table}")
}

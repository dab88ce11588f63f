//! What arrives while a connection ends, and what time does to it.

use netstack::{Segment, SocketId, SocketTable};

/// The seconds that a connection stays in TIME_WAIT (Linux, `TCP_TIMEWAIT_LEN`).
pub const TIME_WAIT_SECONDS: u32 = 60;

/// The seconds that a closed connection stays in FIN_WAIT_2 without the peer's FIN (tcp(7),
/// `tcp_fin_timeout`).
pub const FIN_TIMEOUT_SECONDS: u32 = 60;

/// A segment arrives at the connection `id`, which is in ESTABLISHED or in a later state. Returns
/// the answer, if any: from the segment's destination to its source, with numbers that are 0.
///
/// An *orphan* is a connection that no program can reach: it has no descriptor, and it is in no
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
    todo!(
        "{segment} for {:?}; TIME_WAIT takes {TIME_WAIT_SECONDS} s, FIN_WAIT_2 {FIN_TIMEOUT_SECONDS} s",
        table.get(id)
    )
}

/// So many seconds pass. Every timer counts down. When a timer has run out, the connection is over:
/// an orphan is removed, and any other becomes CLOSED, without a timer.
///
/// See RFC 9293, section 3.10.8; Linux, `tcp_time_wait`.
pub fn pass(table: &mut SocketTable, seconds: u32) {
    todo!("{seconds} s pass in\n{table}")
}

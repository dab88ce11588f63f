//! What becomes of a response between the program's send(2) and the peer's kernel; and what of a
//! request is there already, comes too early, or has no room.
//!
//! Sequence numbers go round: behind 4294967295 comes 0. So they are counted with `wrapping_add` and
//! `wrapping_sub`. Of two numbers, `b` comes behind `a` if `b.wrapping_sub(a)` is at least 1 and less
//! than 2^31 (RFC 9293, section 3.4).

use netstack::{Errno, Fd, Segment, SocketId, SocketTable};

/// The seconds for which a timer runs first (RFC 6298, section 2).
pub const RTO_SECONDS: u32 = 1;

/// The most seconds for which it runs (Linux, `TCP_RTO_MAX`).
pub const RTO_MAX_SECONDS: u32 = 120;

/// The program sends `data` to the peer of `fd`, which is nonblocking.
///
/// The bytes go into the send buffer, behind those that are there: as many as fit. The buffer holds at
/// most `limit` bytes, and those that are sent and not acknowledged count too. Returns how many bytes
/// were taken; without data, 0. Nothing else of [`Sending`](netstack::Sending) changes, and nothing is
/// sent: that is what [`output`] does.
///
/// A connection can send in [`Established`](netstack::State::Established) and in
/// [`CloseWait`](netstack::State::CloseWait). There it has a `Sending`, and its `fin` is `None`.
///
/// # Errors
///
/// - [`Errno::EBADF`]: `fd` is not an open descriptor.
/// - The socket's own error, if there is one, in every state. It is taken out of the socket.
/// - [`Errno::EAGAIN`]: the socket is still connecting (SYN_SENT, SYN_RECEIVED).
/// - [`Errno::EPIPE`]: every other state in which a connection cannot send.
/// - [`Errno::EAGAIN`]: there is data, and the buffer has no room for a single byte.
///
/// See send(2) with MSG_NOSIGNAL; RFC 9293, section 3.10.2; Linux, `tcp_sendmsg_locked`.
pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    todo!("put {} bytes into the send buffer of {fd} in\n{table}", data.len())
}

/// Returns the segments that the connection `id` may send now, the first number first. `nxt` goes on
/// behind them. The connection has a `local` and a `remote` endpoint and a `Sending`.
///
/// A segment has ACK. It goes from the local to the remote endpoint. It carries the bytes that come
/// next in the buffer, from `nxt` on: `mss` bytes, or all that are left, if those are fewer. Its `seq`
/// is the number of the first thing that it carries. Its `ack` is 0: the right one, and the window, are
/// written when the segment goes on the wire.
///
/// - **The window.** The peer takes the numbers from `una` to just before `una` + `window`. A segment
///   is sent only if all its bytes are among them. It is not cut to fit: it waits, and so does all
///   that is behind it. The peer may have taken room back, so that even less fits than was sent.
/// - **The FIN.** It has the number `fin`, behind the last byte, and takes up one number, as a byte
///   does. The last bytes have the FIN with them if the window has room for it too. Otherwise it
///   follows alone, as soon as there is room.
/// - **Small segments.** A segment with data, but with fewer than `mss` bytes, waits while something is
///   sent and not acknowledged; what this same call has sent counts too. It does not wait if the FIN
///   goes with it, or if `options.nodelay` is set.
/// - **The timer.** If no timer runs, and something is not acknowledged now, whether it was sent or
///   waits, a timer of [`RTO_SECONDS`] begins. A timer that runs stays as it is.
///
/// See RFC 9293, sections 3.7.4, 3.8.6 and 3.8.6.2.1; RFC 6298, section 5; Linux, `tcp_write_xmit`,
/// `tcp_snd_wnd_test` and `tcp_nagle_test`.
pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    todo!("send what may go out of {:?}, and begin a timer of {RTO_SECONDS} s", table.get(id))
}

/// A segment with ACK arrives at the connection `id`, which has a `Sending`. The peer says with it
/// that it has all numbers before the segment's `ack`, and that it has room for `window` numbers from
/// there on (SEG.WND). What else the segment carries is not your business. Returns the answer, if any.
///
/// The first of these that fits:
///
/// - `ack` is behind `nxt`: it acknowledges what was never sent. The answer is an ACK from the
///   segment's destination to its source, whose `seq` is `nxt`. Nothing changes.
/// - `ack` is before `una`: an old segment. Nothing changes, and there is no answer.
/// - All else: `una` is now the segment's `ack`, and the connection's window is now `window`. What comes
///   before `una` leaves the buffer. There is no answer. For the timer, it matters how things were
///   before:
///   - `una` has gone on: `tries` is 0. A timer of [`RTO_SECONDS`] begins anew if something that was
///     sent is still not acknowledged. Otherwise no timer runs.
///   - `una` has not gone on, and something is sent and not acknowledged: the timer and `tries` stay.
///   - `una` has not gone on, and all that was sent is acknowledged: `tries` is 0. If the window is
///     still 0, the timer stays. Otherwise no timer runs.
///
/// See RFC 9293, section 3.10.7.4 (ESTABLISHED, the ACK bit), and RFC 6298, section 5; Linux,
/// `tcp_ack` and `tcp_ack_probe`.
pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    todo!("{segment} window {window} for {:?}; a timer runs for {RTO_SECONDS} s", table.get(id))
}

/// The timer of the connection `id` runs out. Returns the segment that is sent, if any: with ACK, from
/// the local to the remote endpoint, and its `ack` is 0.
///
/// If `tries` is `limits.retries` already, nobody is there any more. The connection becomes CLOSED, its
/// `error` is ETIMEDOUT, and its `sending` is `None`. Nothing is sent.
///
/// Otherwise `tries` is one more, and the timer runs twice as long as before, but at most
/// [`RTO_MAX_SECONDS`]. Then:
///
/// - Something is sent and not acknowledged: the oldest of it is sent again. The segment begins at
///   `una` and has at most `mss` bytes, and only such as were sent before. It has the FIN if the FIN
///   was sent and comes right behind these bytes. It does not matter what `window` is.
/// - All that was sent is acknowledged, and `window` is more than 0: there is room, but too little for
///   the segment that waits. Now it is cut: as many bytes as fit are sent, and `nxt` goes on behind
///   them. The FIN is not sent.
/// - All that was sent is acknowledged, and `window` is 0: the segment asks for the window. It has no
///   data, and its `seq` is `una` - 1. The peer has that number, so it must answer.
///
/// See RFC 6298, section 5; RFC 9293, sections 3.8.3, 3.8.6.1 and 3.8.6.2.1; tcp(7), `tcp_retries2`;
/// Linux, `tcp_retransmit_timer`, `tcp_probe_timer`, `tcp_write_wakeup` and `tcp_write_err`.
pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    todo!("double the timer of {:?}, up to {RTO_MAX_SECONDS} s", table.get(id))
}

/// A segment arrives at the connection `id`, which has a `Receiving` and a `Sending`. The segment has
/// ACK, and neither SYN nor RST. The connection's state does not matter here.
///
/// A segment may come twice, or too early, because one before it was lost; and there may be no room for
/// it. So before anybody deals with it, its numbers are looked at. Its first byte has the number `seq`,
/// the second one `seq` + 1, and so on; its FIN has the number behind the last byte. The *window* is the
/// numbers from `nxt` to just before `nxt` + `window`, both of the [`Receiving`](netstack::Receiving).
///
/// - A segment without data and FIN has no number of its own. It passes as it is if its `seq` is `nxt`,
///   or another number in the window.
/// - Of any other segment, what is outside the window is cut off: at the front what comes before `nxt`,
///   because it has come already; at the end what there is no room for, and a FIN is the last of it.
///   The segment passes if something is left, and if that begins at `nxt`. Its `seq` is then `nxt`.
///
/// Returns the segment that passes. But for what is cut off, it is the one that has arrived. The
/// connection's `nxt` goes on by its [`length`](Segment::length), and `window` gets smaller by as much.
/// Nothing else changes: it is the exercise `deliver` that keeps the data and answers it.
///
/// # Errors
///
/// A segment that does not pass is dropped, and nothing changes. The error is the ACK that answers it,
/// from the segment's destination to its source: its `seq` is the `nxt` of the `Sending`, and its `ack`
/// the `nxt` of the `Receiving`. So the peer learns what comes next.
///
/// See RFC 9293, sections 3.4 and 3.10.7.4 (first, check sequence number). It says that what comes too
/// early should be kept. Linux keeps it; here it is dropped, and the peer must send it again. Linux,
/// `tcp_sequence`, `tcp_data_queue` and `tcp_send_dupack`.
pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    todo!("see what of {segment} comes next for {:?}", table.get(id))
}

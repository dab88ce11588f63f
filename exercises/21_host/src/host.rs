//! The exercises as one host: whose a segment is, what a call sends, and what becomes of a connection
//! whose listening socket has gone.
//!
//! The functions that you have written are in [`crate::exercises`]:
//! `use crate::exercises::{accept, backlog, close, deliver, lookup, ports, send, teardown};`
//!
//! What you need not care for: the wire behind this host has checked each packet. It gives a new
//! connection its [`Receiving`](netstack::Receiving), and numbers to all that you send. On both sides of
//! a connection the numbers begin with 0: that is the SYN's. The first byte is 1.

use std::collections::BTreeMap;

use netstack::{Errno, Fd, Flags, Segment, SocketId, SocketTable};

/// Which listening socket each half-open connection is a copy of.
pub type Copies = BTreeMap<SocketId, SocketId>;

/// A segment arrives from the network. Finds out whose it is, by your `lookup::lookup`, and hands it to
/// the function that it is for. Its sender has room for `window` bytes: who looks at that, gets it too.
/// Returns the answer, if any.
///
/// By what the lookup finds, it is for
///
/// - nobody: `deliver::deliver`;
/// - LISTEN: [`connection_packet`] if it is a SYN alone, otherwise `deliver::deliver`;
/// - SYN_RECEIVED: [`half_open`];
/// - SYN_SENT: `ports::answer`. If the socket is ESTABLISHED then, it gets a `sending` as a copy does;
/// - TIME_WAIT, and it is a SYN alone: the client begins anew, see below;
/// - any other state, and TIME_WAIT otherwise: [`connected`].
///
/// A SYN for a connection in TIME_WAIT: if a socket listens for the segment's destination, the old
/// connection is over, and the SYN goes to that socket, as the first one did. If nobody listens there,
/// the SYN is dropped, and nothing changes.
///
/// When a connection is over: if no program can reach it (an *orphan*, as in `teardown`), it is
/// removed. Any other becomes CLOSED, without a timer, and the rest of its row stays.
///
/// See RFC 9293, section 3.10.7, and RFC 6191; Linux, `tcp_v4_rcv` and `tcp_timewait_state_process`.
pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    // What you call here. This line can go.
    let _ = (connection_packet, half_open, connected, answer);
    todo!("whose is {segment} window {window}? {} are half open, in\n{table}", copies.len())
}

/// A connection packet (a SYN) arrives for `listener`, a socket that listens. Returns the answer, if
/// any.
///
/// If `backlog::connection_packet` says that the queue is full, nobody answers, and nothing changes.
/// Otherwise:
///
/// - `accept::connection_packet` makes the copy.
/// - `copies` remembers whose copy it is.
/// - The copy gets a [`Sending`](netstack::Sending): `una` and `nxt` are 1, because the SYN of this side
///   has the number 0. Its `window` is the `window` that came with the packet. All else is as in
///   `Sending::default()`.
/// - The answer is a SYN with ACK.
pub fn connection_packet(
    table: &mut SocketTable,
    copies: &mut Copies,
    listener: SocketId,
    packet: &Segment,
    window: u32,
) -> Option<Segment> {
    todo!("{packet} window {window} for {:?}; {} are half open", table.get(listener), copies.len())
}

/// A segment arrives for `copy`, which is in SYN_RECEIVED. Returns the answer, if any. The first of
/// these that fits:
///
/// 1. RST: `backlog::reset`, and `copies` forgets it. There is no answer.
/// 2. SYN: the answer was lost. It is sent again: a SYN with ACK.
/// 3. No ACK: dropped.
/// 4. The listening socket that it is a copy of is no longer in the table: nobody can accept this
///    connection any more. It is removed, and `copies` forgets it. The segment is answered as one that
///    belongs to nobody. Another socket may listen at the same address by now: that does not matter.
/// 5. `backlog::last_ack` does not take it, because the queue is full: dropped. The client will send
///    again.
/// 6. It is taken: `copies` forgets it. The segment may bring data and a FIN too, so it goes on to
///    [`connected`].
///
/// See RFC 9293, section 3.10.7.4; Linux, `tcp_check_req` and `tcp_v4_rcv` (TCP_NEW_SYN_RECV).
pub fn half_open(
    table: &mut SocketTable,
    copies: &mut Copies,
    copy: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    todo!("{segment} window {window} for {:?}, a copy of {:?}", table.get(copy), copies.get(&copy))
}

/// A segment arrives for the connection `id`, which is in ESTABLISHED or in a later state. Returns the
/// answer, if any.
///
/// With RST or SYN, or in TIME_WAIT, it is for `teardown::arrives` alone. Otherwise, in this order:
///
/// 1. If it has ACK, and the connection has a `receiving`: `send::received`. What that leaves of the
///    segment is the segment from here on. If it leaves nothing, it has an answer: that is the answer,
///    and all else does not count.
/// 2. If it has ACK, and the connection has a `sending`: `send::acknowledged`. If that has an answer,
///    this is the answer, and the rest of the segment does not count.
/// 3. `deliver::deliver`, unless the connection is an orphan: nobody would read the data.
/// 4. If it has a FIN, or the connection is not in ESTABLISHED: `teardown::arrives`. But "ACK" means
///    two things. For `deliver` it says that the sender knows this connection. `teardown` takes it for
///    more: the peer has *all* that this side has sent, the FIN included. So `teardown` gets the segment
///    with its ACK only if the FIN of this side was sent and acknowledged (`una` is `fin` + 1), and
///    without ACK otherwise. If the connection has no `sending`, an ACK acknowledges all.
///
/// The answer is that of `teardown`, or else that of `deliver`: one ACK is enough.
///
/// See RFC 9293, section 3.10.7.4; Linux, `tcp_rcv_state_process`.
pub fn connected(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    todo!("{segment} window {window} for {:?}", table.get(id))
}

/// The program calls shutdown(2) with SHUT_WR. Does what `close::shutdown` does. Returns what is sent at
/// once.
///
/// A FIN is not sent at once, if the connection has a `sending`: bytes may be in its buffer that have
/// not been sent. The FIN goes behind them. Write its number into `sending.fin`: it is the one behind
/// the last byte, `una` + the length of the buffer. Numbers go round (`wrapping_add`). Your
/// `send::output` does the rest.
///
/// # Errors
///
/// Those of `close::shutdown`.
pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    todo!("{fd} will send no more, in\n{table}")
}

/// The program closes `fd`. Does what `close::close` does. Returns what is sent at once: an RST is, and a
/// FIN is not, as in [`shutdown`].
///
/// # Errors
///
/// Those of `close::close`.
pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    todo!("close {fd} in\n{table}")
}

/// The timer of the connection `id` runs out. Does what `send::expired` does. If that gives the
/// connection up, and it is an orphan, nobody will ever ask what became of it: it is removed.
pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    todo!("send something of {:?} again", table.get(id))
}

/// Given: an answer to a segment. It goes back to where that came from.
pub fn answer(segment: &Segment, flags: Flags) -> Segment {
    Segment::new(flags, segment.destination, segment.source)
}

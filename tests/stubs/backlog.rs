//! The queue of connections that are not accepted yet: who gets in, and in which order.

use netstack::{SocketId, SocketTable};

/// A connection packet (a SYN) arrives for `listener`, a socket that listens.
///
/// Returns whether the packet is taken. It is taken while there is room in the queue of `listener`.
/// If the queue is full, the packet is dropped: nobody answers it.
///
/// A queue is full when *more* connections are in it than its `limit` says. So it holds one more
/// than the limit. Only what is in this queue counts: not what the program has accepted, not what
/// is half open, and not what is in another socket's queue.
///
/// The copy for this client is not made here. See listen(2); Linux, `tcp_conn_request` and
/// `sk_acceptq_is_full`.
pub fn connection_packet(table: &SocketTable, listener: SocketId) -> bool {
    todo!("is there room in the queue of {:?}?", table.get(listener))
}

/// A client's last ACK arrives, for the half-open connection `copy`. It is a copy of `listener`.
///
/// If the queue of `listener` is full, the ACK is dropped: nothing changes, and `copy` stays half
/// open. Otherwise the handshake is finished: `copy` is in
/// [`State::Established`](netstack::State::Established), and is put at the back of the queue.
///
/// Returns whether the ACK is taken. See RFC 9293, section 3.10.7.4; Linux, `tcp_check_req` and
/// `tcp_v4_syn_recv_sock`.
pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    todo!("put {copy} into the queue of {:?}", table.get(listener))
}

/// An RST arrives for the half-open connection `copy`: the client has given up.
///
/// The copy is removed from the table. Nothing else changes. See RFC 9293, section 3.10.7.4; Linux,
/// `tcp_check_req`.
pub fn reset(table: &mut SocketTable, copy: SocketId) {
    todo!("remove {copy} from\n{table}")
}

//! The exercises as one host: whose a segment is, what a call sends, and what becomes of a connection
//! whose listening socket has gone.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{
    Errno, Fd, Flags, FourTuple, Segment, Sending, Socket, SocketId, SocketTable, State,
};

use crate::exercises::{accept, backlog, close, deliver, lookup, ports, send, teardown};

/// Which listening socket each half-open connection is a copy of.
pub type Copies = BTreeMap<SocketId, SocketId>;

/// A segment arrives from the network. Returns the answer, if any.
pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let tuple = FourTuple::from(segment);
    let Some(found) = lookup::lookup(table, tuple) else {
        return deliver::deliver(table, None, segment);
    };
    match table[found].state {
        State::Listen if segment.flags == Flags::SYN => {
            connection_packet(table, copies, found, segment, window)
        }
        State::Listen => deliver::deliver(table, Some(found), segment),
        State::SynReceived => half_open(table, copies, found, segment, window),
        State::SynSent => {
            let answer = ports::answer(table, found, segment);
            if table[found].state == State::Established {
                begin_to_send(&mut table[found], window);
            }
            answer
        }
        State::TimeWait if segment.flags == Flags::SYN => {
            // The client begins anew with its old port. If somebody listens there, the old connection
            // makes room. Nobody has this client's address: so only a listening socket can be found.
            let nobody = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
            let listener = lookup::lookup(table, FourTuple { remote: nobody, ..tuple })?;
            end(table, found);
            connection_packet(table, copies, listener, segment, window)
        }
        _ => connected(table, found, segment, window),
    }
}

/// A connection packet (a SYN) arrives for `listener`, a socket that listens. Returns the answer, if any.
fn connection_packet(
    table: &mut SocketTable,
    copies: &mut Copies,
    listener: SocketId,
    packet: &Segment,
    window: u32,
) -> Option<Segment> {
    if !backlog::connection_packet(table, listener) {
        return None;
    }
    let copy = accept::connection_packet(table, listener, packet);
    // When the last ACK comes, another socket may listen at this address. It has not answered this
    // client, and must not get it.
    copies.insert(copy, listener);
    begin_to_send(&mut table[copy], window);
    Some(answer(packet, Flags::SYN | Flags::ACK))
}

/// A segment arrives for `copy`, which is in SYN_RECEIVED. Returns the answer, if any.
fn half_open(
    table: &mut SocketTable,
    copies: &mut Copies,
    copy: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let Flags { syn, ack, rst, .. } = segment.flags;
    if rst {
        copies.remove(&copy);
        backlog::reset(table, copy);
        return None;
    }
    if syn {
        // The answer was lost.
        return Some(answer(segment, Flags::SYN | Flags::ACK));
    }
    if !ack {
        return None;
    }
    let Some(listener) = copies.get(&copy).copied().filter(|id| table.get(*id).is_some()) else {
        // Nobody can accept this connection any more. So there is none.
        copies.remove(&copy);
        table.remove(copy);
        return deliver::deliver(table, None, segment);
    };
    if !backlog::last_ack(table, listener, copy) {
        return None;
    }
    copies.remove(&copy);
    // The ACK may be lost, and the first data brings it. A FIN may be there too.
    connected(table, copy, segment, window)
}

/// A segment arrives for the connection `id`, which is in ESTABLISHED or in a later state. Returns the
/// answer, if any.
fn connected(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let Flags { syn, ack, rst, .. } = segment.flags;
    if rst || syn || table[id].state == State::TimeWait {
        return teardown::arrives(table, id, segment);
    }
    // A segment may come twice, or too early. What is left of it comes next, and has room.
    let left;
    let segment = if ack && table[id].receiving.is_some() {
        match send::received(table, id, segment) {
            Ok(segment) => left = segment,
            Err(answer) => return Some(answer),
        }
        &left
    } else {
        segment
    };
    let fin = segment.flags.fin;
    if ack && table[id].sending.is_some() {
        let answer = send::acknowledged(table, id, segment, window);
        if answer.is_some() {
            // What acknowledges bytes that were never sent is not believed in anything else.
            return answer;
        }
    }
    // Nobody would ever read what comes for an orphan: `teardown` says so to the peer.
    let to_data =
        if is_orphan(table, id) { None } else { deliver::deliver(table, Some(id), segment) };
    if !fin && table[id].state == State::Established {
        return to_data;
    }
    // For `deliver`, an ACK says that the sender knows this connection. For `teardown` it says more:
    // that all has arrived, the FIN of this side included. Before that, it is no ACK of the FIN.
    let ack = ack && all_is_acknowledged(&table[id]);
    let rest = Segment { flags: Flags { ack, ..segment.flags }, ..segment.clone() };
    // One ACK is enough for both.
    teardown::arrives(table, id, &rest).or(to_data)
}

/// The program calls shutdown(2) with SHUT_WR. Returns what is sent at once.
pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = close::shutdown(table, fd)?;
    Ok(sent.and_then(|segment| behind_the_data(table, id, segment)))
}

/// The program closes `fd`. Returns what is sent at once.
pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = close::close(table, fd)?;
    Ok(sent.into_iter().filter_map(|segment| behind_the_data(table, id, segment)).collect())
}

/// Puts a FIN behind what is still in the send buffer. Whatever is no FIN is sent at once.
fn behind_the_data(table: &mut SocketTable, id: SocketId, segment: Segment) -> Option<Segment> {
    // Who sends an RST is no longer in the table. A listening socket sends for others.
    if !segment.flags.fin || table.get(id).is_none() {
        return Some(segment);
    }
    let Some(sending) = &mut table[id].sending else { return Some(segment) };
    sending.fin = Some(sending.una.wrapping_add(sending.buffer.len() as u32));
    None
}

/// The timer of the connection `id` runs out. Returns what is sent, if anything.
pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let sent = send::expired(table, id);
    if table[id].state == State::Closed {
        end(table, id);
    }
    sent
}

/// A connection can send from now on. The number of this side's SYN is 0, and the peer has it.
fn begin_to_send(socket: &mut Socket, window: u32) {
    socket.sending = Some(Box::new(Sending { una: 1, nxt: 1, window, ..Sending::default() }));
}

/// Whether the peer has all that this side has sent and will send.
fn all_is_acknowledged(socket: &Socket) -> bool {
    // Where nobody counts what is sent, an ACK acknowledges all.
    socket.sending.as_ref().is_none_or(|it| it.fin.is_some_and(|fin| it.una == fin.wrapping_add(1)))
}

/// A connection is over. The row stays for as long as somebody can ask what became of it.
fn end(table: &mut SocketTable, id: SocketId) {
    if is_orphan(table, id) {
        table.remove(id);
    } else {
        table[id].state = State::Closed;
        table[id].timer = None;
    }
}

/// Whether no program can reach this connection: it has no descriptor, and is in no queue.
fn is_orphan(table: &SocketTable, id: SocketId) -> bool {
    table.descriptor_of(id).is_none() && table.queue_with(id).is_none()
}

/// An answer goes back to where the segment came from.
fn answer(segment: &Segment, flags: Flags) -> Segment {
    Segment::new(flags, segment.destination, segment.source)
}

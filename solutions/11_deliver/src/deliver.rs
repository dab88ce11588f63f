//! Data arrives, is read and is sent; and what belongs to nobody is refused.

use netstack::{Errno, Fd, Flags, Segment, SocketId, SocketTable, State};

/// A segment arrives. The lookup found the socket `found` for it, or nobody.
pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let Some(id) = found else { return refusal(segment) };
    match table[id].state {
        // A socket that listens has no peer, so it has nothing that an ACK could acknowledge: the
        // segment is meant for a connection that is not there. Without ACK it might be late or
        // damaged, and an answer would help nobody.
        State::Listen if segment.flags.ack => refusal(segment),
        // Whether the program has accepted this connection, and whether it still sends, does not
        // matter here. What counts is that the peer has not ended its data.
        State::Established | State::FinWait1 | State::FinWait2
            if segment.flags.ack && !segment.data.is_empty() =>
        {
            table[id].received.extend_from_slice(&segment.data);
            Some(Segment::new(Flags::ACK, segment.destination, segment.source))
        }
        // An ACK that carries nothing has no answer, or two hosts would acknowledge each other's
        // ACKs for ever. Behind a FIN there is no data of this stream.
        _ => None,
    }
}

/// The RST for a segment that belongs to no connection.
fn refusal(segment: &Segment) -> Option<Segment> {
    // Two hosts that know nothing of a connection would send RSTs to and fro for ever.
    if segment.flags.rst {
        return None;
    }
    let mut rst = Segment::new(Flags::RST, segment.destination, segment.source);
    // The sender believes in an RST only if it can see that it answers this very segment. So the
    // RST has the number that the sender waits for, or else it acknowledges all that was sent.
    if segment.flags.ack {
        rst.seq = segment.ack;
    } else {
        rst.flags = Flags::RST | Flags::ACK;
        rst.ack = segment.seq.wrapping_add(segment.length());
    }
    Some(rst)
}

/// The program reads from `fd`, which is nonblocking: at most `most` bytes.
pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &mut table[id];
    // What has arrived was acknowledged: the peer may have forgotten it. So it comes before all bad
    // news, and before the end, which was sent after it.
    if !socket.received.is_empty() {
        let count = most.min(socket.received.len());
        return Ok(socket.received.drain(..count).collect());
    }
    if socket.ended {
        return Ok(Vec::new());
    }
    if let Some(error) = socket.error.take() {
        return Err(error);
    }
    match socket.state {
        // The program has been told why there will be nothing more. From now on it is the end.
        State::Closed if socket.remote.is_some() => Ok(Vec::new()),
        State::Closed | State::Listen => Err(Errno::ENOTCONN),
        _ => Err(Errno::EAGAIN),
    }
}

/// The program sends `data` to the peer of `fd`, which is nonblocking.
pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &mut table[id];
    if let Some(error) = socket.error.take() {
        return Err(error);
    }
    match (socket.state, socket.local, socket.remote) {
        // In CLOSE_WAIT the peer will send no more. That says nothing about what it will read.
        (State::Established | State::CloseWait, Some(local), Some(remote)) => {
            Ok(Segment { data: data.to_vec(), ..Segment::new(Flags::ACK, local, remote) })
        }
        (State::SynSent | State::SynReceived, ..) => Err(Errno::EAGAIN),
        _ => Err(Errno::EPIPE),
    }
}

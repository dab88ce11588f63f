//! A connection ends: in order, with a FIN from each side, or broken off, with an RST.

use netstack::{Errno, Fd, Flags, Segment, Socket, SocketId, SocketTable, State};

/// The seconds that a connection stays in TIME_WAIT (Linux, `TCP_TIMEWAIT_LEN`).
pub const TIME_WAIT_SECONDS: u32 = 60;

/// The seconds that a closed connection waits in FIN_WAIT_2 for the peer's FIN (tcp(7),
/// `tcp_fin_timeout`).
pub const FIN_TIMEOUT_SECONDS: u32 = 60;

/// The program closes `fd`. Returns the segments that are sent.
pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    // The program's part ends here, whatever happens to the socket.
    table.close(fd);
    let socket = &table[id];
    Ok(match socket.state {
        State::Listen => stop_listening(table, id),
        State::Closed | State::SynSent => {
            table.remove(id);
            Vec::new()
        }
        // For the program it was over before. What stays is the host's: the four values are taken.
        State::TimeWait => Vec::new(),
        // A FIN would tell the peer that all it sent was taken. It was not.
        _ if !socket.received.is_empty() => {
            let reset = to_peer(Flags::RST | Flags::ACK, socket);
            table.remove(id);
            Vec::from_iter(reset)
        }
        state if socket.options.linger0 => {
            // Both sides have ended their data: there is nothing left to break off.
            let both_ended = matches!(state, State::Closing | State::LastAck);
            let reset = to_peer(Flags::RST | Flags::ACK, socket).filter(|_| !both_ended);
            table.remove(id);
            Vec::from_iter(reset)
        }
        state => {
            // A peer that never closes must not keep this row for ever. While the program held the
            // descriptor, it could still read, and no such time was set.
            if state == State::FinWait2 {
                table[id].timer = Some(FIN_TIMEOUT_SECONDS);
            }
            Vec::from_iter(end_data(&mut table[id]))
        }
    })
}

/// A listening socket goes, and with it what only it could have handed out.
fn stop_listening(table: &mut SocketTable, listener: SocketId) -> Vec<Segment> {
    let queue = table.remove(listener).and_then(|socket| socket.backlog).unwrap_or_default();
    let gone = queue.waiting.into_iter().filter_map(|id| table.remove(id));
    // Who was reset while it waited has no peer any more that could be told.
    gone.filter(|socket| socket.state != State::Closed)
        .filter_map(|socket| to_peer(Flags::RST | Flags::ACK, &socket))
        .collect()
}

/// The program calls shutdown(2) with SHUT_WR.
pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    match table[id].state {
        State::Closed | State::TimeWait => Err(Errno::ENOTCONN),
        // There is no peer yet that could be told. The program gives the attempt up.
        State::SynSent => {
            let socket = &mut table[id];
            socket.state = State::Closed;
            socket.remote = None;
            socket.error = Some(Errno::ECONNRESET);
            Ok(None)
        }
        _ => Ok(end_data(&mut table[id])),
    }
}

/// Ends the data of this side, if that has not been done before. The FIN that says so to the peer.
fn end_data(socket: &mut Socket) -> Option<Segment> {
    socket.state = match socket.state {
        State::Established => State::FinWait1,
        State::CloseWait => State::LastAck,
        _ => return None,
    };
    to_peer(Flags::FIN | Flags::ACK, socket)
}

/// A segment arrives at the connection `id`. Returns the answer, if any.
pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let Flags { syn, ack, fin, rst } = segment.flags;
    if rst {
        reset(table, id);
        return None;
    }
    if syn {
        // Perhaps the peer has been started anew, and knows nothing of this connection. Then it
        // answers this ACK with an RST. Anybody else who sends a SYN must not be able to end the
        // connection (RFC 5961, section 4).
        return Some(answer(Flags::ACK, segment));
    }
    let orphan = is_orphan(table, id);
    match table[id].state {
        State::TimeWait => {
            wait_a_while(&mut table[id]);
            // What takes up sequence numbers was sent again, because an ACK was lost.
            return (segment.length() > 0).then(|| answer(Flags::ACK, segment));
        }
        State::FinWait1 | State::FinWait2 if orphan && !segment.data.is_empty() => {
            // An ACK would promise that somebody reads this.
            table.remove(id);
            return Some(Segment { seq: segment.ack, ..answer(Flags::RST, segment) });
        }
        State::FinWait1 if ack => {
            table[id].state = State::FinWait2;
            table[id].timer = orphan.then_some(FIN_TIMEOUT_SECONDS);
        }
        // In these two the peer's FIN has come, and was answered then.
        State::Closing if ack => {
            wait_a_while(&mut table[id]);
            return None;
        }
        State::LastAck if ack => {
            end(table, id);
            return None;
        }
        _ => {}
    }
    if !fin {
        return None;
    }
    let socket = &mut table[id];
    socket.ended = true;
    match socket.state {
        State::Established => socket.state = State::CloseWait,
        State::FinWait1 => socket.state = State::Closing,
        State::FinWait2 => wait_a_while(socket),
        // It has come before, and the ACK was lost.
        _ => {}
    }
    Some(answer(Flags::ACK, segment))
}

/// The peer breaks the connection off. What it sent before can still be read.
fn reset(table: &mut SocketTable, id: SocketId) {
    match table[id].state {
        // Both sides were done: nothing is lost, and nobody needs to be told.
        State::TimeWait => {}
        // The peer has ended its data in order. What cannot go on is sending.
        State::CloseWait => table[id].error = Some(Errno::EPIPE),
        _ => table[id].error = Some(Errno::ECONNRESET),
    }
    end(table, id);
}

/// Both FINs have been acknowledged, but the peer may not know it yet, and send its FIN again; and
/// old segments may still be on their way. So nobody else gets these four values for a while.
fn wait_a_while(socket: &mut Socket) {
    socket.state = State::TimeWait;
    socket.timer = Some(TIME_WAIT_SECONDS);
}

/// So many seconds pass.
pub fn pass(table: &mut SocketTable, seconds: u32) {
    let timers: Vec<_> =
        table.iter().filter_map(|(id, socket)| Some((id, socket.timer?))).collect();
    for (id, timer) in timers {
        if timer > seconds {
            table[id].timer = Some(timer - seconds);
        } else {
            end(table, id);
        }
    }
}

/// A connection is over. The row stays for as long as somebody can ask what became of it.
pub fn end(table: &mut SocketTable, id: SocketId) {
    if is_orphan(table, id) {
        table.remove(id);
    } else {
        table[id].state = State::Closed;
        table[id].timer = None;
    }
}

/// Whether no program can reach this connection: it has no descriptor, and no accept will give it
/// one.
pub fn is_orphan(table: &SocketTable, id: SocketId) -> bool {
    table.descriptor_of(id).is_none() && table.queue_with(id).is_none()
}

/// A segment from a connection to its peer. A socket without a peer has nobody to send to.
fn to_peer(flags: Flags, socket: &Socket) -> Option<Segment> {
    Some(Segment::new(flags, socket.local?, socket.remote?))
}

/// An answer to a segment goes back to where that came from.
fn answer(flags: Flags, segment: &Segment) -> Segment {
    Segment::new(flags, segment.destination, segment.source)
}

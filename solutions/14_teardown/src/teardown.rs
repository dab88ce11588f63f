//! What arrives while a connection ends, and what time does to it.

use netstack::{Errno, Flags, Segment, Socket, SocketId, SocketTable, State};

/// The seconds that a connection stays in TIME_WAIT (Linux, `TCP_TIMEWAIT_LEN`).
pub const TIME_WAIT_SECONDS: u32 = 60;

/// The seconds that a closed connection waits in FIN_WAIT_2 for the peer's FIN (tcp(7),
/// `tcp_fin_timeout`).
pub const FIN_TIMEOUT_SECONDS: u32 = 60;

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

/// An answer to a segment goes back to where that came from.
fn answer(flags: Flags, segment: &Segment) -> Segment {
    Segment::new(flags, segment.destination, segment.source)
}

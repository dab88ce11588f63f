//! What becomes of a response between the program's send(2) and the peer's kernel; and what of a
//! request is there already, comes too early, or has no room.

use netstack::{
    Errno, Fd, Flags, Receiving, Segment, Sending, Socket, SocketId, SocketTable, State,
};

/// The seconds for which a timer runs first (RFC 6298, section 2).
pub const RTO_SECONDS: u32 = 1;

/// The most seconds for which it runs (Linux, `TCP_RTO_MAX`).
pub const RTO_MAX_SECONDS: u32 = 120;

/// The program sends `data` to the peer of `fd`, which is nonblocking. How many bytes were taken.
pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &mut table[id];
    if let Some(error) = socket.error.take() {
        return Err(error);
    }
    match (socket.state, &mut socket.sending) {
        // In CLOSE_WAIT the peer will send no more. That says nothing about what it will read.
        (State::Established | State::CloseWait, Some(sending)) => {
            // What is sent stays in the buffer until the peer has it: it may be needed again.
            let room = sending.limit.saturating_sub(sending.buffer.len());
            let count = room.min(data.len());
            if count == 0 && !data.is_empty() {
                return Err(Errno::EAGAIN);
            }
            sending.buffer.extend_from_slice(&data[..count]);
            Ok(count)
        }
        (State::SynSent | State::SynReceived, _) => Err(Errno::EAGAIN),
        _ => Err(Errno::EPIPE),
    }
}

/// The segments that the connection `id` may send now.
pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let socket = &mut table[id];
    let mut segments = Vec::new();
    while let Some(segment) = next(socket) {
        if let Some(sending) = &mut socket.sending {
            sending.nxt = sending.nxt.wrapping_add(segment.length());
        }
        segments.push(segment);
    }
    if let Some(sending) = &mut socket.sending
        && sending.timer.is_none()
        && (is_in_flight(sending) || sending.has_unsent())
    {
        // What was sent may be lost; and if nothing was, the ACK may be lost that opens the window.
        sending.timer = Some(RTO_SECONDS);
    }
    segments
}

/// The next segment, if it may go out now.
fn next(socket: &Socket) -> Option<Segment> {
    let sending = socket.sending.as_ref()?;
    let sent = sending.nxt.wrapping_sub(sending.una);
    // A peer should not take back room, but it may: then more was sent than it takes now.
    let room = sending.window.saturating_sub(sent) as usize;
    let left = sending.buffer.get(sent as usize..).unwrap_or_default();
    let data = &left[..left.len().min(sending.mss)];
    let behind = sending.nxt.wrapping_add(data.len() as u32);
    let fin = sending.fin == Some(behind) && data.len() < room;
    // To cut a segment to the last bytes of the window would make it small, and the next window too,
    // and so on: the silly window syndrome.
    if data.len() > room || (data.is_empty() && !fin) {
        return None;
    }
    // What is in flight is acknowledged soon. Until then the program may have more to send, and one
    // segment takes it all (Nagle's algorithm). Behind a FIN there is nothing more to wait for.
    let is_small = !data.is_empty() && data.len() < sending.mss;
    if is_small && is_in_flight(sending) && !fin && !socket.options.nodelay {
        return None;
    }
    segment(socket, sending.nxt, data.to_vec(), fin)
}

/// A segment arrives that acknowledges something. The answer, if any.
pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let sending = table[id].sending.as_mut()?;
    if is_behind(segment.ack, sending.nxt) {
        let ack = Segment::new(Flags::ACK, segment.destination, segment.source);
        return Some(Segment { seq: sending.nxt, ..ack });
    }
    if is_behind(sending.una, segment.ack) {
        return None;
    }
    let was_in_flight = is_in_flight(sending);
    let new = segment.ack.wrapping_sub(sending.una) as usize;
    // The FIN has a number, but no place in the buffer.
    sending.buffer.drain(..new.min(sending.buffer.len()));
    sending.una = segment.ack;
    sending.window = window;
    if new > 0 {
        sending.tries = 0;
        sending.timer = is_in_flight(sending).then_some(RTO_SECONDS);
    } else if !was_in_flight {
        // The peer lives. While its window is closed, it is asked less and less often.
        sending.tries = 0;
        sending.timer = sending.timer.filter(|_| sending.window == 0);
    }
    None
}

/// The timer of the connection `id` runs out. What is sent, if anything.
pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let retries = table.limits.retries;
    let socket = &mut table[id];
    let sending = socket.sending.as_mut()?;
    if sending.tries >= retries {
        socket.state = State::Closed;
        socket.error = Some(Errno::ETIMEDOUT);
        socket.sending = None;
        return None;
    }
    sending.tries += 1;
    // Perhaps the network has more to carry than it can. To send more often would make that worse.
    sending.timer = sending.timer.map(|seconds| (2 * seconds).min(RTO_MAX_SECONDS));

    if is_in_flight(sending) {
        let sent = sending.nxt.wrapping_sub(sending.una) as usize;
        let count = sent.min(sending.buffer.len()).min(sending.mss);
        // The number behind these bytes was sent too, and it is the FIN's.
        let fin = count < sent && count == sending.buffer.len();
        let (seq, data) = (sending.una, sending.buffer[..count].to_vec());
        return segment(socket, seq, data, fin);
    }
    if sending.window > 0 {
        // A peer whose whole buffer is smaller than a segment would otherwise never get anything.
        let count = sending.buffer.len().min(sending.mss).min(sending.window as usize);
        let (seq, data) = (sending.nxt, sending.buffer[..count].to_vec());
        sending.nxt = seq.wrapping_add(count as u32);
        return segment(socket, seq, data, false);
    }
    // A number that the peer has already: an ACK must answer it, and that tells the window.
    let seq = sending.una.wrapping_sub(1);
    segment(socket, seq, Vec::new(), false)
}

/// A segment arrives, with numbers. What is left of it to deliver, or the answer if it is dropped.
pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    let socket = &mut table[id];
    let (Some(receiving), Some(sending)) = (&mut socket.receiving, &socket.sending) else {
        return Ok(segment.clone());
    };
    let Some(left) = in_window(segment, *receiving) else {
        // Perhaps an ACK was lost, or a segment before this one. The peer must learn what comes next.
        return Err(Segment {
            seq: sending.nxt,
            ack: receiving.nxt,
            ..Segment::new(Flags::ACK, segment.destination, segment.source)
        });
    };
    // The window's end stays where it is: what was promised to the peer is never taken back.
    receiving.nxt = receiving.nxt.wrapping_add(left.length());
    receiving.window -= left.length();
    Ok(left)
}

/// What of a segment comes next, and has room.
fn in_window(segment: &Segment, Receiving { nxt, window }: Receiving) -> Option<Segment> {
    let mut left = segment.clone();
    if segment.length() == 0 {
        // It may be ahead of a segment that was lost. What it acknowledges is true all the same. To
        // answer it would be worse: two such hosts would answer each other for ever.
        let ahead = segment.seq.wrapping_sub(nxt);
        return (ahead == 0 || ahead < window).then_some(left);
    }
    let come = nxt.wrapping_sub(segment.seq);
    if is_behind(segment.seq, nxt) || come >= segment.length() {
        return None;
    }
    left.seq = nxt;
    left.data.drain(..come as usize);
    // The FIN stands behind the last byte, and takes up a number too.
    left.flags.fin &= left.data.len() < window as usize;
    left.data.truncate(window as usize);
    (left.length() > 0).then_some(left)
}

/// Whether something is sent and not acknowledged.
fn is_in_flight(sending: &Sending) -> bool {
    sending.una != sending.nxt
}

/// Whether number `a` comes behind number `b`. They go round, so it is the shorter way that counts.
fn is_behind(a: u32, b: u32) -> bool {
    (a.wrapping_sub(b) as i32) > 0
}

/// A segment of this connection.
fn segment(socket: &Socket, seq: u32, data: Vec<u8>, fin: bool) -> Option<Segment> {
    let segment = Segment::new(Flags { fin, ..Flags::ACK }, socket.local?, socket.remote?);
    Some(Segment { seq, data, ..segment })
}

//! When something is sent again: because a timer of the host has run out, or because the peer says for
//! the third time that it waits for the same byte (RFC 5681, section 3.2).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use netstack::{Socket, SocketId, State};

/// How often a SYN+ACK is sent again (Linux, `tcp_synack_retries`).
const SYN_ACKS: u32 = 5;

/// After how many ACKs for the same byte something is sent again.
const SAME_ACKS: u32 = 3;

/// The timers of all connections.
#[derive(Debug)]
pub struct Timers {
    /// How long one of the host's seconds takes.
    second: Duration,
    timers: HashMap<SocketId, Timer>,
}

#[derive(Debug, Default)]
struct Timer {
    until: Option<Instant>,
    /// What the host's timer was when it was looked at last: its seconds, `tries` and `una`.
    seen: Option<(u32, u32, u32)>,
    /// How often a SYN+ACK was sent.
    answers: u32,
    /// How often the peer has said that it waits for the same byte.
    same: u32,
    /// What was lost stands before this number. An ACK that does not reach it shows the next gap (RFC
    /// 6582, section 3.2).
    recover: Option<u32>,
}

/// How far a connection has sent: `una`, `nxt` and the window.
type Sent = Option<(u32, u32, u32)>;

impl Timers {
    /// No timer runs yet. One of the host's seconds takes so long.
    pub fn new(second: Duration) -> Self {
        Self { second, timers: HashMap::new() }
    }

    /// Looks at the timer of a connection. If it is another one than before, it begins now.
    pub fn look(&mut self, id: SocketId, socket: Option<&Socket>) {
        // What is over waits for nothing.
        let Some(socket) = socket.filter(|socket| socket.state != State::Closed) else {
            self.timers.remove(&id);
            return;
        };
        if socket.state == State::SynReceived {
            return;
        }
        let sending = socket.sending.as_deref();
        let seen = sending.and_then(|it| Some((it.timer?, it.tries, it.una)));
        let timer = self.timers.entry(id).or_default();
        if timer.seen != seen || timer.answers > 0 {
            timer.seen = seen;
            timer.answers = 0;
            timer.until = seen.map(|(seconds, ..)| Instant::now() + self.second * seconds);
        }
    }

    /// A SYN+ACK was sent. The next one takes twice as long (RFC 6298, section 5).
    pub fn begins(&mut self, id: SocketId) {
        let timer = self.timers.entry(id).or_default();
        timer.until = Some(Instant::now() + self.second * 2_u32.pow(timer.answers.min(SYN_ACKS)));
        timer.answers += 1;
    }

    /// Whether another SYN+ACK is sent to a client that does not answer.
    pub fn has_patience(&self, id: SocketId) -> bool {
        self.timers.get(&id).is_some_and(|timer| timer.answers <= SYN_ACKS)
    }

    /// The connections whose timers have run out.
    pub fn expired(&mut self) -> Vec<SocketId> {
        let now = Instant::now();
        let mut expired = Vec::new();
        for (id, timer) in &mut self.timers {
            if timer.until.is_some_and(|until| until <= now) {
                timer.until = None;
                expired.push(*id);
            }
        }
        expired.sort();
        expired
    }

    /// Something was sent again although no timer has run out: the network still carries what is sent. The
    /// host has doubled its timer all the same, and this takes it back.
    pub fn sooner(&mut self, id: SocketId) {
        let timer = self.timers.entry(id).or_default();
        let seconds = timer.seen.map(|(seconds, ..)| seconds);
        timer.until = seconds.map(|seconds| Instant::now() + self.second * seconds / 2);
    }

    /// A timer has run out: all that was sent before this number may be lost.
    pub fn lost(&mut self, id: SocketId, before: u32) {
        self.timers.entry(id).or_default().recover = Some(before);
    }

    /// When the next timer runs out.
    pub fn next(&self) -> Option<Instant> {
        self.timers.values().filter_map(|timer| timer.until).min()
    }

    /// Whether an ACK shows that something is missing: how far the connection had sent before it and
    /// has after it, and whether the segment carried nothing else.
    pub fn repeats(&mut self, id: SocketId, before: Sent, after: Sent, is_bare: bool) -> bool {
        let (Some(before), Some((una, nxt, window))) = (before, after) else { return false };
        let timer = self.timers.entry(id).or_default();
        if una != before.0 {
            timer.same = 0;
            let reaches = |recover: u32| una.wrapping_sub(recover).cast_signed() >= 0;
            if timer.recover.is_some_and(reaches) || una == nxt {
                timer.recover = None;
            }
            return timer.recover.is_some();
        }
        if is_bare && una != nxt && window == before.2 {
            timer.same += 1;
            if timer.same == SAME_ACKS && timer.recover.is_none() {
                timer.recover = Some(nxt);
                return true;
            }
        }
        false
    }

    /// Forgets the timers of sockets that have gone.
    pub fn keep(&mut self, mut is_there: impl FnMut(SocketId) -> bool) {
        self.timers.retain(|id, _| is_there(*id));
    }
}

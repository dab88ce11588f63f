//! Longer stories: connections that send, with ACKs, closed windows and timers in any order.

use std::fmt::Write;

use grader::Rng;

use crate::connection::{Connection, Fin};
use crate::receiving;

/// Two connections, once or twice anew, and what happens to them; then one that receives.
pub fn story(rng: &mut Rng) -> String {
    let mut text = String::from("retries: 3\n");
    let mut id = 2;
    for _ in 0..rng.usize(1..3) {
        let _ = writeln!(text, "given: other connections");
        let mut both: Vec<_> = (0..2).map(|place| Sender::new(rng, id + place)).collect();
        for old in (id.saturating_sub(2)..id).filter(|old| *old > 1) {
            let _ = writeln!(text, "  - #{old}");
        }
        both.iter().for_each(|sender| text.push_str(&sender.it.row()));
        id += 2;
        for _ in 0..12 {
            let sender = &mut both[rng.usize(..2)];
            match rng.u8(..10) {
                0..=2 => sender.sends(rng, &mut text),
                3..=5 => sender.goes_out(&mut text),
                6 => sender.stray(rng, &mut text),
                7..=8 => sender.acknowledged(rng, &mut text),
                _ => sender.expires(&mut text),
            }
        }
    }
    receiving::story(rng, &mut text);
    text
}

/// A connection, and how far it has got. So a story can have the ACKs that a peer would send, and the
/// timers that can run out.
struct Sender {
    it: Connection,
    client: String,
    nodelay: bool,
    is_over: bool,
}

impl Sender {
    fn new(rng: &mut Rng, id: u32) -> Self {
        let client = format!("198.18.203.153:{}", 1023 + id);
        let (ends, nodelay) = (rng.u8(..4) == 0, rng.u8(..3) == 0);
        let waiting = if ends { rng.u32(..40) } else { 0 };
        let (state, fin) = match (ends, rng.u8(..3)) {
            (false, 0) => ("CLOSE_WAIT", Fin::None),
            (false, _) => ("ESTABLISHED", Fin::None),
            (true, 0) => ("LAST_ACK", Fin::Waits),
            (true, 1) => ("CLOSING", Fin::Waits),
            (true, _) => ("FIN_WAIT_1", Fin::Waits),
        };
        let options = if nodelay { " options nodelay" } else { "" };
        let has_ended = matches!(state, "CLOSE_WAIT" | "LAST_ACK" | "CLOSING");
        let received = if has_ended { " received the end" } else { "" };
        let it = Connection {
            id,
            head: format!("{state} 198.18.203.1:80 {client}"),
            fd: id + 2,
            more: format!("{options}{received}"),
            una: if rng.bool() { rng.u32(..) } else { u32::MAX - rng.u32(..40) },
            in_flight: 0,
            waiting,
            fin,
            window: [0, 8, 20, 24, 64][rng.usize(..5)],
            mss: [8, 8, 3][rng.usize(..3)],
            limit: [16, 40, 64][rng.usize(..3)],
            timer: None,
            tries: 0,
        };
        Self { it, client, nodelay, is_over: false }
    }

    fn sends(&mut self, rng: &mut Rng, text: &mut String) {
        let count = rng.u32(..14);
        let data: String = (0..count).map(|_| rng.lowercase()).collect();
        let _ = writeln!(text, "send({}, \"{data}\")", self.it.fd);
        let it = &mut self.it;
        if it.fin == Fin::None && !self.is_over {
            let room = it.limit.saturating_sub(it.in_flight + it.waiting);
            it.waiting += count.min(room);
        }
    }

    fn goes_out(&mut self, text: &mut String) {
        if self.is_over {
            return;
        }
        let it = &mut self.it;
        let _ = writeln!(text, "#{} may send", it.id);
        while it.is_open() {
            let count = it.waiting.min(it.mss);
            let has_fin =
                it.fin == Fin::Waits && count == it.waiting && it.window > it.sent() + count;
            let is_small = count > 0 && count < it.mss && !has_fin && !self.nodelay;
            if is_small && it.is_in_flight() {
                break;
            }
            it.in_flight += count;
            it.waiting -= count;
            if has_fin {
                it.fin = Fin::Sent;
            }
        }
        if it.is_in_flight() || it.waits() {
            it.timer = it.timer.or(Some(1));
        }
    }

    /// An ACK for a part of what is in flight, or for nothing new.
    fn acknowledged(&mut self, rng: &mut Rng, text: &mut String) {
        if self.is_over {
            return;
        }
        let it = &mut self.it;
        let sent = it.sent();
        let new = match rng.u8(..4) {
            0 => sent,
            1 => sent.min(it.mss),
            _ => rng.u32(..=sent),
        };
        // The peer takes no room back, but it may close its window.
        let window = match rng.u8(..4) {
            0 => 0,
            1 => sent - new,
            _ => sent - new + rng.u32(..40),
        };
        it.una = it.una.wrapping_add(new);
        let data = if rng.u8(..6) == 0 { " \"more\"" } else { "" };
        self.ack(text, self.it.una, window, data);
        let it = &mut self.it;
        it.window = window;
        if new > it.in_flight {
            // The FIN is acknowledged: nothing is left.
            self.is_over = true;
        }
        it.in_flight -= new.min(it.in_flight);
        if new > 0 {
            it.tries = 0;
            it.timer = it.is_in_flight().then_some(1);
        } else if sent == 0 {
            it.tries = 0;
            it.timer = it.timer.filter(|_| window == 0);
        }
    }

    /// An ACK that is old, or for what was never sent.
    fn stray(&mut self, rng: &mut Rng, text: &mut String) {
        if self.is_over {
            return;
        }
        let far = if rng.bool() { 1 } else { rng.u32(1..1_000_000) };
        let ack = match rng.bool() {
            true => self.it.una.wrapping_sub(far),
            false => self.it.una.wrapping_add(self.it.sent() + far),
        };
        self.ack(text, ack, rng.u32(..99), "");
    }

    fn ack(&self, text: &mut String, ack: u32, window: u32, data: &str) {
        let Self { it, client, .. } = self;
        let _ = writeln!(
            text,
            "ACK {client} → 198.18.203.1:80 seq 501 ack {ack} window {window}{data}, finds #{}",
            it.id
        );
    }

    fn expires(&mut self, text: &mut String) {
        let it = &mut self.it;
        if self.is_over || it.timer.is_none() {
            return;
        }
        let _ = writeln!(text, "#{}: the timer runs out", it.id);
        self.is_over = it.tries == 3;
        it.tries += 1;
        if !it.is_in_flight() {
            let count = it.waiting.min(it.mss).min(it.window);
            it.in_flight += count;
            it.waiting -= count;
        }
    }
}

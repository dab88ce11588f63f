//! Stories that are made by chance: clients come, talk and go in all orders.

use std::fmt::Write;

use grader::Rng;

const SERVER: &str = "198.18.203.1:80";

/// How far a connection has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    HalfOpen,
    Waits,
    Held(u32),
    /// The program has closed it.
    Orphan,
    /// Nothing more happens to it.
    Over,
}

/// What is known of one client and its connection.
struct Talk {
    id: u32,
    client: String,
    stage: Stage,
    /// The client's next number, how many of its bytes are unread, and whether it has ended.
    seq: u32,
    unread: usize,
    ended: bool,
    /// The host's side: what is acknowledged, what was sent, and what waits behind it.
    una: u32,
    nxt: u32,
    unsent: u32,
    /// Whether a FIN stands behind it, and whether it has been sent.
    closes: bool,
    sent_fin: bool,
}

impl Talk {
    fn segment(&self, flags: &str, ack: u32, data: &str) -> String {
        let Self { client, seq, id, .. } = self;
        let ack = if flags.contains("ACK") { format!(" ack {ack}") } else { String::new() };
        let data = if data.is_empty() { String::new() } else { format!(" \"{data}\"") };
        format!("{flags} {client} → {SERVER} seq {seq}{ack} window 65535{data}, finds #{id}\n")
    }

    /// What may be sent now is sent: small segments wait for the ACK of the one before.
    fn may_send(&mut self) {
        let waits = self.una != self.nxt && !self.closes;
        if waits {
            return;
        }
        self.nxt += self.unsent;
        self.unsent = 0;
        if self.closes && !self.sent_fin {
            self.sent_fin = true;
            self.nxt += 1;
        }
    }

    fn acknowledged(&mut self, ack: u32) {
        self.una = ack;
        let all = self.sent_fin && self.una == self.nxt;
        if all && self.ended && self.stage == Stage::Orphan {
            self.stage = Stage::Over;
        }
    }
}

/// A server, and what happens to it.
pub fn story(rng: &mut Rng) -> String {
    let mut text = format!(
        "addresses: 198.18.203.1, 198.18.203.2\nports: 2000-2009\ngiven: a server listens\n  #1 LISTEN \
         {SERVER} *:* fd 3 queue 0/9\n"
    );
    let mut talks: Vec<Talk> = Vec::new();
    let mut queue: Vec<u32> = Vec::new();
    let mut fds: Vec<u32> = Vec::new();
    for _ in 0..rng.usize(12..30) {
        let number = rng.usize(..talks.len() + 1);
        let Some(talk) = talks.get_mut(number) else {
            if talks.len() < 6 {
                let id = talks.len() as u32 + 2;
                let client = ["198.18.203.86", "198.18.203.153"][talks.len() % 2];
                let client = format!("{client}:{}", 1025 + talks.len() / 2);
                let _ = writeln!(text, "SYN {client} → {SERVER} window 65535, finds #1");
                talks.push(begun(id, client));
            } else if rng.bool() {
                let _ = writeln!(text, "SYN 198.18.203.86:7 → 198.18.203.1:81, finds nobody");
            }
            continue;
        };
        match talk.stage {
            Stage::HalfOpen => half_open(rng, &mut text, talk, &mut queue),
            Stage::Waits | Stage::Held(_) | Stage::Orphan if rng.u8(..3) > 0 => {
                arrives(rng, &mut text, talk);
            }
            Stage::Held(fd) => {
                calls(rng, &mut text, talk, fd);
                if talk.stage == Stage::Orphan || talk.stage == Stage::Over {
                    fds.retain(|other| *other != fd);
                }
            }
            Stage::Waits if !queue.is_empty() => {
                text.push_str("accept(3)\n");
                let id = queue.remove(0);
                let fd = (4..).find(|fd| !fds.contains(fd)).unwrap_or(4);
                fds.push(fd);
                let first = talks.iter_mut().find(|talk| talk.id == id);
                if let Some(first) = first.filter(|talk| talk.stage == Stage::Waits) {
                    first.stage = Stage::Held(fd);
                }
            }
            _ if rng.u8(..8) == 0 => {
                let _ = writeln!(text, "{} s pass", rng.u32(1..40));
            }
            _ => {}
        }
    }
    if rng.bool() {
        // The server goes. Who is half open has nobody any more who could accept it.
        text.push_str("close(3)\n");
        for talk in talks.iter().filter(|talk| talk.stage == Stage::HalfOpen) {
            text.push_str(&talk.segment(["ACK", "RST", "SYN"][rng.usize(..3)], 1, ""));
        }
    }
    let next = talks.len() as u32 + 2;
    corner(rng, &mut text, next, &fds);
    text.push_str("60 s pass\n");
    text
}

/// Something that is rare among clients that come and go. `next` is the number of the next socket, and
/// these descriptors are open, beside that of the server.
fn corner(rng: &mut Rng, text: &mut String, next: u32, fds: &[u32]) {
    const PEER: &str = "198.18.203.153:80";
    // The server may have gone by now: 3 is not asked for.
    let fd = (4..).find(|fd| !fds.contains(fd)).unwrap_or(4);
    let _ = writeln!(text, "given: the server has its descriptor, and listens at every address");
    let _ = writeln!(text, "  #90 LISTEN 0.0.0.0:81 *:* fd 3 queue 0/9");
    let next = next.max(91);
    match rng.u8(..5) {
        // Another server, at another address. Its queue is soon full.
        0 => {
            let backlog = rng.u8(..2);
            let _ =
                writeln!(text, "socket()\nbind({fd}, 198.18.203.2:80)\nlisten({fd}, {backlog})");
            let clients: Vec<u32> = (0..u32::from(backlog) + 3).collect();
            let ends = |client: &u32| format!("198.18.203.153:{} → 198.18.203.2:80", 3000 + client);
            for client in &clients[..clients.len() - 1] {
                let _ = writeln!(text, "SYN {}, finds #{next}", ends(client));
            }
            for client in &clients[..clients.len() - 1] {
                let (ends, id) = (ends(client), next + 1 + client);
                let _ = writeln!(text, "ACK {ends} seq 1 ack 1 window 9, finds #{id}");
            }
            let last = clients.last().map(ends).unwrap_or_default();
            let _ = writeln!(text, "SYN {last}, finds #{next}\naccept({fd})");
            let _ = writeln!(text, "SYN {last}, finds #{next}\naccept({fd})\naccept({fd})");
        }
        // The host is a client.
        1 => {
            let _ = writeln!(text, "socket()\nconnect({fd}, {PEER})");
            let back = format!("{PEER} → 198.18.203.1:2000");
            match rng.u8(..3) {
                0 => {
                    let _ =
                        writeln!(text, "RST+ACK {back} ack 1, finds #{next}\nsend({fd}, \"x\")");
                }
                1 => {
                    let _ = writeln!(text, "ACK {back} ack 7, finds #{next}\nsend({fd}, \"x\")");
                }
                _ => {
                    let window = rng.u32(1..9);
                    let _ = writeln!(text, "SYN+ACK {back} ack 1 window {window}, finds #{next}");
                    let _ = writeln!(text, "send({fd}, \"GET /\")\n#{next} may send");
                }
            }
        }
        // It reaches two servers from the same port.
        2 => {
            let other = fd + 20;
            let _ = writeln!(text, "given: another socket\n  #95 CLOSED *:* *:* fd {other}");
            let _ = writeln!(text, "socket()\nconnect({fd}, {PEER})");
            let _ = writeln!(text, "connect({other}, 198.18.203.86:80)");
        }
        // A client begins anew.
        3 => {
            let held = if rng.bool() { format!(" fd {fd}") } else { String::new() };
            let port = 81 + rng.u8(..2);
            let ends = format!("198.18.203.2:{port} 198.18.203.86:7");
            let _ = writeln!(
                text,
                "given: it has ended\n  #95 TIME_WAIT {ends}{held} received the end timer 9 s una 9 nxt \
                 9 fin 8 window 8 mss 4 limit 64"
            );
            let _ = writeln!(text, "SYN 198.18.203.86:7 → 198.18.203.2:{port} window 9, finds #95");
            let again = if port == 81 { 96 } else { 95 };
            let _ = writeln!(
                text,
                "ACK 198.18.203.86:7 → 198.18.203.2:{port} seq 1 ack 1 window 9, finds #{again}"
            );
        }
        // What a listening socket does not take.
        _ => {
            for flags in ["SYN+ACK", "SYN+FIN", "FIN", "RST", "ACK"] {
                if rng.bool() {
                    let ack = if flags.contains("ACK") { " ack 8" } else { "" };
                    let _ = writeln!(
                        text,
                        "{flags} 198.18.203.86:7 → 198.18.203.2:81 seq 7{ack}, finds #90"
                    );
                }
            }
        }
    }
}

fn begun(id: u32, client: String) -> Talk {
    Talk {
        id,
        client,
        stage: Stage::HalfOpen,
        seq: 1,
        unread: 0,
        ended: false,
        una: 1,
        nxt: 1,
        unsent: 0,
        closes: false,
        sent_fin: false,
    }
}

fn half_open(rng: &mut Rng, text: &mut String, talk: &mut Talk, queue: &mut Vec<u32>) {
    match rng.u8(..10) {
        0 => text.push_str(&talk.segment("SYN", 1, "")),
        1 => text.push_str(&talk.segment("FIN", 1, "")),
        2 => {
            text.push_str(&talk.segment("RST", 1, ""));
            talk.stage = Stage::Over;
        }
        chance => {
            let (flags, data) = match chance {
                3 => ("FIN+ACK", "GET /"),
                4 => ("FIN+ACK", ""),
                5 | 6 => ("ACK", "GET /"),
                _ => ("ACK", ""),
            };
            text.push_str(&talk.segment(flags, 1, data));
            talk.stage = Stage::Waits;
            queue.push(talk.id);
            takes(talk, flags, data);
        }
    }
}

/// The client's data and its end are taken.
fn takes(talk: &mut Talk, flags: &str, data: &str) {
    talk.seq += data.len() as u32;
    talk.unread += data.len();
    if flags.contains("FIN") {
        talk.seq += 1;
        talk.ended = true;
    }
}

/// A segment of the client.
fn arrives(rng: &mut Rng, text: &mut String, talk: &mut Talk) {
    let ack = if rng.bool() { talk.nxt } else { rng.u32(talk.una..=talk.nxt) };
    match rng.u8(..16) {
        0 => {
            text.push_str(&talk.segment("RST", 0, ""));
            // Only its descriptor is left, or its place in the queue.
            talk.stage = Stage::Over;
        }
        // It acknowledges what was never sent.
        1 => text.push_str(&talk.segment("ACK", talk.nxt + 1, "no")),
        2..=6 if !talk.ended => {
            text.push_str(&talk.segment("ACK", ack, "more"));
            if talk.stage == Stage::Orphan {
                talk.stage = Stage::Over;
            }
            talk.acknowledged(ack);
            takes(talk, "ACK", "more");
        }
        7..=8 if !talk.ended => {
            text.push_str(&talk.segment("FIN+ACK", ack, ""));
            let was_over = talk.sent_fin && ack == talk.nxt;
            talk.acknowledged(ack);
            takes(talk, "FIN", "");
            if was_over && talk.stage == Stage::Orphan {
                // It is in TIME_WAIT.
                talk.stage = Stage::Over;
            }
        }
        _ => {
            text.push_str(&talk.segment("ACK", ack, ""));
            talk.acknowledged(ack);
        }
    }
}

/// The program calls a function on a connection that it holds.
fn calls(rng: &mut Rng, text: &mut String, talk: &mut Talk, fd: u32) {
    let may_send = |text: &mut String, talk: &mut Talk| {
        let _ = writeln!(text, "#{} may send", talk.id);
        talk.may_send();
    };
    match rng.u8(..10) {
        0..=2 => {
            let _ = writeln!(text, "recv({fd}, 100)");
            talk.unread = 0;
        }
        3..=5 if !talk.closes => {
            let data = ["a page", "two pages", "x"][rng.usize(..3)];
            let _ = writeln!(text, "send({fd}, \"{data}\")");
            talk.unsent += data.len() as u32;
            if rng.u8(..4) > 0 {
                may_send(text, talk);
            }
        }
        6 if talk.una != talk.nxt => {
            let _ = writeln!(text, "#{}: the timer runs out", talk.id);
        }
        7 => {
            let _ = writeln!(text, "shutdown({fd}, SHUT_WR)");
            talk.closes = true;
            // Where both sides have ended and all is acknowledged, there is nothing more to send.
            if !talk.sent_fin {
                may_send(text, talk);
            }
        }
        8 | 9 => {
            let _ = writeln!(text, "close({fd})");
            if talk.unread > 0 {
                talk.stage = Stage::Over;
                return;
            }
            talk.stage = Stage::Orphan;
            if talk.closes {
                // It may be over by now.
                talk.stage = Stage::Over;
                return;
            }
            talk.closes = true;
            may_send(text, talk);
        }
        _ => may_send(text, talk),
    }
}

//! A connection that sends, and how it stands in a story.

use std::fmt::Write;

/// The FIN of this side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fin {
    None,
    Waits,
    Sent,
}

/// A connection that sends. `in_flight` and `waiting` are bytes: the FIN does not count.
#[derive(Debug, Clone)]
pub struct Connection {
    pub id: u32,
    /// `ESTABLISHED 198.18.203.1:80 198.18.203.153:1025`
    pub head: String,
    pub fd: u32,
    /// What else stands there: options, what was received.
    pub more: String,
    pub una: u32,
    pub in_flight: u32,
    pub waiting: u32,
    pub fin: Fin,
    pub window: u32,
    pub mss: u32,
    pub limit: u32,
    /// `None`: no timer runs.
    pub timer: Option<u32>,
    pub tries: u32,
}

impl Connection {
    /// Whether anything is sent and not acknowledged.
    pub fn is_in_flight(&self) -> bool {
        self.sent() > 0
    }

    /// How many numbers are sent and not acknowledged.
    pub fn sent(&self) -> u32 {
        self.in_flight + u32::from(self.fin == Fin::Sent)
    }

    /// Whether anything is not sent yet.
    pub fn waits(&self) -> bool {
        self.waiting > 0 || self.fin == Fin::Waits
    }

    /// Whether the window lets something out.
    pub fn is_open(&self) -> bool {
        let next = self.waiting.min(self.mss).max(1);
        self.waits() && self.window >= self.sent() + next
    }

    /// The row of a story.
    pub fn row(&self) -> String {
        let Self { id, head, fd, more, una, in_flight, waiting, fin, window, mss, limit, .. } =
            self;
        let (sent, left) = (bytes(0, *in_flight), bytes(*in_flight, *waiting));
        let nxt = una.wrapping_add(self.sent());
        let mut row = format!("  #{id} {head} fd {fd}{more} una {una}{sent} nxt {nxt}{left}");
        if *fin != Fin::None {
            let _ = write!(row, " fin {}", una.wrapping_add(in_flight + waiting));
        }
        let _ = write!(row, " window {window} mss {mss} limit {limit}");
        if let Some(seconds) = self.timer {
            let _ = write!(row, " timer {seconds} s");
        }
        if self.tries > 0 {
            let _ = write!(row, " tries {}", self.tries);
        }
        row + "\n"
    }
}

/// So many bytes of a stream, from this one on, no two of them alike where they stand close together:
/// ` "cdef"`, or nothing.
fn bytes(first: u32, count: u32) -> String {
    if count == 0 {
        return String::new();
    }
    let byte = |place: u32| char::from(b'a' + (place % 26) as u8);
    format!(" \"{}\"", (first..first + count).map(byte).collect::<String>())
}

//! One row of a printed table: a socket, its number and its descriptor.

use std::fmt;
use std::net::SocketAddrV4;

use crate::{Fd, Options, Receiving, Sending, Socket, SocketId, SocketTable, State, quoted};

/// One row of the table: a socket, its number and its descriptor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The number of the socket.
    pub id: SocketId,
    /// The socket.
    pub socket: Socket,
    /// The descriptor by which the program holds it, if it does.
    pub fd: Option<Fd>,
}

/// How many cells a row has.
const CELLS: usize = 16;

impl Row {
    /// The names of the cells.
    pub const COLUMNS: [&str; CELLS] = [
        "socket",
        "state",
        "local",
        "remote",
        "descriptor",
        "queue",
        "options",
        "received",
        "error",
        "timer",
        "una",
        "nxt",
        "window",
        "resend timer",
        "rcv.nxt",
        "rcv.wnd",
    ];

    /// The columns of [`Socket::sending`] and [`Socket::receiving`]: most sockets have nothing there.
    #[cfg(feature = "json")]
    pub(crate) const OF_NUMBERS: std::ops::Range<usize> = 10..CELLS;

    /// Whether the socket listens.
    pub fn listens(&self) -> bool {
        self.socket.state == State::Listen
    }

    /// The connections in its queue, the oldest first; none for a socket that has no queue.
    pub fn queue(&self) -> Vec<SocketId> {
        let backlog = self.socket.backlog.iter();
        backlog.flat_map(|backlog| backlog.waiting.iter().copied()).collect()
    }

    /// How many connections are in its queue.
    pub fn waiting(&self) -> usize {
        self.socket.backlog.as_ref().map_or(0, |backlog| backlog.waiting.len())
    }

    /// What stands in each column; nothing where the socket has nothing.
    pub fn cells(&self) -> [String; CELLS] {
        let Self { id, socket, fd } = self;
        let address = |address: Option<_>| {
            address.map_or_else(|| "*:*".to_owned(), |it: SocketAddrV4| it.to_string())
        };
        let [una, nxt, window, again] = self.sending();
        let [expected, room] = self.receiving();
        [
            id.to_string(),
            socket.state.to_string(),
            address(socket.local),
            address(socket.remote),
            fd.map(|fd| fd.to_string()).unwrap_or_default(),
            socket.backlog.as_ref().map(|backlog| format!("queue {backlog}")).unwrap_or_default(),
            if socket.options == Options::default() {
                String::new()
            } else {
                format!("options {}", socket.options)
            },
            match (&socket.received[..], socket.ended) {
                ([], false) => String::new(),
                ([], true) => "received the end".to_owned(),
                (data, false) => format!("received {}", quoted::write(data)),
                (data, true) => format!("received {} the end", quoted::write(data)),
            },
            socket.error.map(|error| format!("error {error}")).unwrap_or_default(),
            socket.timer.map(|seconds| format!("timer {seconds} s")).unwrap_or_default(),
            una,
            nxt,
            window,
            again,
            expected,
            room,
        ]
    }

    /// What is sent, in the order of its numbers: `una 101 "HTTP/1.1"`, `nxt 109 " 200 OK" fin 116`;
    /// then `window 24 mss 8 limit 64` and `timer 2 s tries 1`.
    fn sending(&self) -> [String; 4] {
        let Some(sending) = &self.socket.sending else { return Default::default() };
        let Sending { una, nxt, window, mss, buffer, limit, fin, timer, tries } = &**sending;
        let sent = (nxt.wrapping_sub(*una) as usize).min(buffer.len());
        let data = |data: &[u8]| match data {
            [] => String::new(),
            data => format!(" {}", quoted::write(data)),
        };
        let fin = fin.map(|fin| format!(" fin {fin}")).unwrap_or_default();
        let timer = timer.map(|seconds| format!("timer {seconds} s"));
        let tries = Some(*tries).filter(|tries| *tries > 0).map(|tries| format!("tries {tries}"));
        [
            format!("una {una}{}", data(&buffer[..sent])),
            format!("nxt {nxt}{}{fin}", data(&buffer[sent..])),
            format!("window {window} mss {mss} limit {limit}"),
            [timer, tries].into_iter().flatten().collect::<Vec<_>>().join(" "),
        ]
    }

    /// What is expected, in the RFC's words: `rcv.nxt 501` and `rcv.wnd 24`.
    fn receiving(&self) -> [String; 2] {
        let Some(Receiving { nxt, window }) = self.socket.receiving else {
            return Default::default();
        };
        [format!("rcv.nxt {nxt}"), format!("rcv.wnd {window}")]
    }

    /// Where each cell begins, and where the row ends, when the row is printed. In characters.
    pub fn columns(&self) -> [usize; CELLS + 1] {
        let mut starts = [0; CELLS + 1];
        for (column, (cell, width)) in self.cells().iter().zip(Self::WIDTHS).enumerate() {
            let width = if cell.is_empty() { 0 } else { cell.chars().count().max(width) + 2 };
            starts[column + 1] = starts[column] + width;
        }
        starts
    }

    const WIDTHS: [usize; CELLS] = [2, 12, 18, 19, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
}

/// `#1  LISTEN        198.18.203.1:80     *:*                  fd 3  queue 0/5`
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SPACES: &str = "                     ";
        let mut gap = 0;
        for (cell, width) in self.cells().iter().zip(Self::WIDTHS) {
            if !cell.is_empty() {
                f.write_str(&SPACES[..gap])?;
                f.write_str(cell)?;
                gap = width.saturating_sub(cell.chars().count()) + 2;
            }
        }
        Ok(())
    }
}

/// The rows of a table, in the order of their numbers.
pub(crate) fn rows(table: &SocketTable) -> Vec<Row> {
    table
        .iter()
        .map(|(id, socket)| Row { id, socket: socket.clone(), fd: table.descriptor_of(id) })
        .collect()
}

/// The rows alone, as in a trace.
impl fmt::Display for SocketTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        rows(self).iter().try_for_each(|row| writeln!(f, "{row}"))
    }
}

//! Stages 3 and 4: a whole talk, in which the grader plays the server, seen from both sides.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use grader::real::client::{Client, End, Trouble};
use grader::real::idle::{self, Idle};
use grader::real::inside;
use grader::real::process::Process;
use grader::{Bench, Ended, Failure, Folder, Left, Rng, kernel, left, seen};

use crate::connect::address_of;
use crate::program::{Line, StageError, next_line, start};

/// An answer. No piece ends with an empty line, and each is shorter than anybody's buffer.
pub const PIECES: &[&[u8]] = &[
    b"H",
    b"TTP/1.0 200 OK\r\n",
    b"Content-Type: application/octet-",
    b"stream\r\n\r\nThe first p",
    b"art\n\nand the second:\r\n\r",
    b"\nB\0\xff\xfe\x80",
    b"\0",
    b"the end \r\n",
];

/// More than one read gives, and more than the kernel's small buffers hold. Not more than that: who
/// sends and receives a byte at a time is slow, but not wrong.
pub const LARGE: usize = 256 * 1024 + 1;

/// Bytes that have no pattern and no lines. They are the same each time.
pub fn noise(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    Rng::with_seed(1).fill(&mut bytes);
    for byte in bytes.iter_mut().filter(|byte| **byte == b'\n') {
        *byte = 0;
    }
    bytes
}

/// A whole talk, seen from both sides.
pub struct Talk {
    /// What should have been received.
    pub request: Vec<u8>,
    pub server: Server,
    /// What getsockname said of the client's socket after stage 2.
    pub local: Option<String>,
    /// Whether a second connection came.
    pub came_again: bool,
    pub answer: Option<Vec<u8>>,
    /// Whether a receive found the end after the program had its answer.
    pub answered_at_the_end: bool,
    pub error: Option<StageError>,
    /// How many sockets the program has after stage 4; `None` if that cannot be seen.
    pub left_open: Option<usize>,
    pub ended: Ended,
}

/// The grader's server: what it does, and what it saw of a client.
pub struct Server {
    process: Process,
    /// The connection, if a client came.
    pub client: Option<Client>,
    /// The client's own address and port.
    pub peer: Option<SocketAddr>,
    pub received: Vec<u8>,
    /// How the request ended. `None`: not at all, and no more of it came.
    pub end: Option<End>,
    /// How many bytes could be sent.
    pub sent: usize,
    /// Whether the answer has ended.
    pub has_ended: bool,
    /// Whether a part of a request had come, when the server broke off.
    pub has_begun: bool,
}

/// Starts the program, and plays the server for it.
pub fn talk(
    bench: &Bench<'_>,
    listener: &TcpListener,
    request: &[u8],
    play: impl FnOnce(&mut Server),
) -> Result<Talk, Failure> {
    let folder = Folder::new()?;
    let mut running = start(bench, address_of(listener)?, request, folder.path())?;
    let mut server = Server::wait(listener, Process::new(running.id()))?;
    play(&mut server);
    server.is_taken_in();
    let (mut local, mut has_answered, mut left_open, mut error) = (None, false, None, None);
    let mut answered_at_the_end = false;
    while let Some(line) = next_line(&mut running)? {
        match line {
            Line::Created(_) => {}
            Line::Connected(name) | Line::Connecting(name) => local = Some(name),
            Line::Answered(at_the_end) => (has_answered, answered_at_the_end) = (true, at_the_end),
            // The program is still there. What it has now, it keeps.
            Line::Disconnected => {
                left_open = server.process.sockets();
                break;
            }
            Line::Error(given) => {
                given.is_not_the_machines(&folder)?;
                error = Some(given);
                break;
            }
        }
    }
    let came_again = listener.accept().is_ok();
    let ended = running.end().ended;
    // Three stages can be judged without the fourth.
    if ended == Ended::NotStarted && !has_answered {
        return Err(Failure::Ended(ended));
    }
    let answer = match has_answered.then(|| left(&folder.path().join("answer"))).transpose()? {
        None => None,
        Some(Left::File(answer)) => Some(answer),
        Some(Left::Nothing) => return Err(not_left("nothing")),
        Some(Left::Other(what)) => return Err(not_left(&what)),
    };
    let request = request.to_owned();
    Ok(Talk {
        request,
        server,
        local,
        came_again,
        answer,
        answered_at_the_end,
        error,
        left_open,
        ended,
    })
}

/// The given part leaves the answer in a file. So something else came between.
fn not_left(what: &str) -> Failure {
    let words = format!("Where your program should have left the answer, there is {what}.");
    seen(words, None)
}

impl Server {
    /// Waits for the program as a client.
    fn wait(listener: &TcpListener, process: Process) -> Result<Self, Failure> {
        let accepted = idle::until(process, || {
            // This is read first: whoever comes late is found by the last look.
            let is_over = process.is_zombie();
            match listener.accept() {
                Ok(client) => Some(Some(client)),
                Err(_) => is_over.then_some(None),
            }
        });
        let (client, peer) = accepted.ok().flatten().unzip();
        let client = client.map(|stream| Client::of(stream, process));
        let client = client.transpose().map_err(|error| format!("a server's socket: {error}"))?;
        let (received, end, sent) = (Vec::new(), None, 0);
        let (has_ended, has_begun) = (false, false);
        Ok(Self { process, client, peer, received, end, sent, has_ended, has_begun })
    }

    /// Receives the request, to its end. Where that does not come, the server gives no answer.
    pub fn receive(&mut self) {
        let Some(client) = &mut self.client else { return };
        if let Err(Trouble::End(end)) = client.hears(|_| None::<()>) {
            self.end = Some(end);
        }
        self.received = std::mem::take(client.heard());
        if self.end != Some(End::Closed) {
            client.says_no_more();
        }
    }

    /// The client that has sent a whole request.
    fn asker(&mut self) -> Option<&mut Client> {
        self.client.as_mut().filter(|_| self.end == Some(End::Closed))
    }

    /// Sends a part of the answer.
    pub fn send(&mut self, part: &[u8]) {
        self.sent += self.asker().map_or(0, |client| client.says(part));
    }

    /// Sends a part of the answer, and waits until the program has taken it in, where that shows.
    pub fn send_a_piece(&mut self, part: &[u8]) {
        self.sent += self.asker().map_or(0, |client| client.says_a_piece(part));
    }

    /// Ends the answer.
    pub fn end(&mut self) {
        self.has_ended = self.asker().map(|client| client.says_no_more()).is_some();
    }

    /// Waits for as long as the program takes in what was sent: who reads a byte at a time is slow, but not
    /// wrong.
    fn is_taken_in(&self) {
        // The server's own address, which is the program's peer.
        let Some(local) = self.client.as_ref().map(|client| client.local) else { return };
        let waits = || {
            let rows = kernel::rows_of(self.process.id()).ok()?;
            rows.into_iter().find(|row| row.remote == local).map(|row| row.receive_queue)
        };
        let mut last = waits();
        while last.is_some_and(|last| last > 0) {
            let less = || (waits() < last).then(waits);
            match idle::until(self.process, less) {
                Ok(left) => last = left,
                Err(_) => return,
            }
        }
    }

    /// Breaks off: with a linger time of 0, close sends a reset.
    pub fn reset(&mut self) {
        if self.asker().is_some() {
            self.client.take().into_iter().for_each(Client::resets);
        }
    }

    /// Breaks off as soon as a part of the request has come.
    pub fn breaks_off(&mut self) {
        let Some(client) = &mut self.client else { return };
        self.has_begun = client.hears(|heard| (!heard.is_empty()).then_some(())).is_ok();
        if self.has_begun {
            self.client.take().into_iter().for_each(Client::resets);
        }
    }

    /// Says nothing, for as long as the program does anything.
    pub fn waits(&mut self) -> Option<Idle> {
        self.asker()?;
        idle::watch(self.process)
    }

    /// How long the program waits for what it receives, if it has set a limit.
    pub fn its_limit(&self) -> Option<Duration> {
        let stream = &self.client.as_ref()?.stream;
        let (its, ours) = (stream.peer_addr().ok()?, stream.local_addr().ok()?);
        inside::read_timeout(self.process, its, ours).flatten()
    }

    /// Interrupts the call in which the program waits, a few times.
    pub fn interrupt(&self) {
        idle::interrupt(self.process);
    }
}

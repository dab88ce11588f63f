//! Stages 3 and 4: a whole talk, in which the grader plays the server, seen from both sides.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use grader::process::Process;
use grader::{Bench, DEADLINE, Ended, Failure, Folder, Left, Rng, left, seen};
use real::client::{Client, End, Trouble};
use real::idle::{self, Idle};
use real::{held, kernel};

use crate::connect::address_of;
use crate::program::{Answered, Line, StageError, next_line, start};

/// An answer. No piece ends with an empty line, and each is shorter than anybody's buffer.
pub const PIECES: &[&[u8]] = &[
    b"H",
    b"TTP/1.0 200 OK\r\n",
    b"Content-Length: 43\r\nX: octet-",
    b"stream\r\n\r\nThe first p",
    b"art\n\nand the second:\r\n\r",
    b"\nB\0\xff\xfe\x80",
    b"\0",
    b"the ",
    b"end \r\n",
];

/// What the answer's own head says of its length. More comes behind it, in the same piece and in the next one.
pub const SAID_LENGTH: usize = 43;

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
    /// The socket when the program had its answer.
    pub answered: Option<Answered>,
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
    let (mut local, mut answered, mut left_open, mut error) = (None, None, None, None);
    while let Some(line) = next_line(&mut running)? {
        match line {
            Line::Created(_) => {}
            Line::Connected(name) | Line::Connecting(name) => local = Some(name),
            Line::Answered(socket) => answered = Some(socket),
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
    if ended == Ended::NotStarted && answered.is_none() {
        return Err(Failure::Ended(ended));
    }
    let file = answered.as_ref().map(|_| left(&folder.path().join("answer")));
    let answer = match file.transpose()? {
        None => None,
        Some(Left::File(answer)) => Some(answer),
        Some(Left::Nothing) => return Err(not_left("nothing")),
        Some(Left::Other(what)) => return Err(not_left(&what)),
    };
    let request = request.to_owned();
    Ok(Talk { request, server, local, came_again, answer, answered, error, left_open, ended })
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

    /// Sends the whole answer before the request is received. Whether the program has all of it by then.
    pub fn answers_first(&mut self, answer: &[u8]) -> bool {
        let Some(client) = &mut self.client else { return false };
        self.sent += client.says(answer);
        client.says_no_more();
        let has_come = || (self.waiting()? as usize >= answer.len()).then_some(());
        kernel::until(DEADLINE, has_come).is_some()
    }

    /// Sends parts of the answer, and waits until the program has taken in each, where that shows.
    pub fn send_pieces(&mut self, parts: &[&[u8]]) {
        self.sent += self.asker().map_or(0, |client| client.says_in_pieces(parts));
    }

    /// Ends the answer.
    pub fn end(&mut self) {
        self.has_ended = self.asker().map(|client| client.says_no_more()).is_some();
    }

    /// Waits for as long as the program takes in what was sent: who reads a byte at a time is slow, but not
    /// wrong.
    fn is_taken_in(&self) {
        let mut last = self.waiting();
        while last.is_some_and(|last| last > 0) {
            let less = || (self.waiting() < last).then(|| self.waiting());
            match idle::until(self.process, less) {
                Ok(left) => last = left,
                Err(_) => return,
            }
        }
    }

    /// How much of the answer the program has not received yet, though it is there.
    fn waiting(&self) -> Option<u32> {
        // The server's own address is the program's peer.
        let local = self.client.as_ref()?.local;
        let rows = kernel::rows_of(self.process.id()).ok()?;
        rows.into_iter().find(|row| row.remote == local).map(|row| row.receive_queue)
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
        held::options(self.process, self.client.as_ref()?.local)?.receive_limit
    }

    /// Interrupts the call in which the program waits, a few times.
    pub fn interrupt(&self) {
        idle::interrupt(self.process);
    }
}

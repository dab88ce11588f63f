//! Grades `01_client`: the four stages, seen by servers that are the grader's own.

use std::env;
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::ops::ControlFlow::{self, Break, Continue};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use grader::{Bench, DEADLINE, Ended, Failure, Rng, Running, kernel, seen, skip, tell_people};
use socket2::{Domain, SockRef, Socket, Type};

grader::checks! {
    exercise: "client",
    mistakes: &[],
    seen: MISTAKES,

    #[points(1)]
    fn the_given_server_is_called(bench) {
        calls_the_given_server(bench)
    }

    #[points(1)]
    fn the_kernel_chooses_the_port(bench) {
        two_at_a_time(bench)
    }

    #[points(2)]
    fn a_refused_connection_is_an_error(bench) {
        is_refused(bench)
    }

    #[points(2)]
    fn the_request_arrives_with_its_end(bench) {
        let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
            server.receive();
            server.send(b"Thank you.");
            server.end();
        })?;
        talk.request_is_right()
    }

    #[points(2)]
    fn an_answer_in_pieces_is_read_to_its_end(bench) {
        let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
            server.receive();
            for piece in PIECES {
                server.send(piece);
                // The next piece is another read.
                server.until_read();
            }
            server.end();
        })?;
        talk.request_is_right()?;
        talk.answer_is_right(&PIECES.concat())
    }

    #[points(1)]
    fn an_empty_answer_is_an_answer(bench) {
        let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
            server.receive();
            server.end();
        })?;
        talk.request_is_right()?;
        talk.answer_is_right(&[])
    }

    #[points(1)]
    fn a_large_answer_is_read_to_its_end(bench) {
        let answer = &noise(LARGE);
        let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
            server.receive();
            server.send(answer);
            server.end();
        })?;
        talk.request_is_right()?;
        talk.answer_is_right(answer)
    }

    #[points(1)]
    fn a_reset_is_an_error(bench) {
        let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
            server.receive();
            server.send(PIECES[0]);
            server.until_read();
            server.reset();
        })?;
        talk.request_is_right()?;
        talk.is_reset()
    }

    #[points(2)]
    fn a_large_request_is_sent_to_its_end(bench) {
        sends_a_large_request(bench)
    }

    #[points(1)]
    fn an_interruption_is_not_an_error(bench) {
        if let Err(reason) = can_interrupt() {
            return skip(&reason);
        }
        let (first, rest) = PIECES.split_at(1);
        let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
            server.receive();
            server.interrupt();
            server.send(&first.concat());
            server.until_read();
            server.interrupt();
            server.send(&rest.concat());
            server.end();
        })?;
        talk.request_is_right()?;
        talk.answer_is_right(&PIECES.concat())
    }

    #[points(1)]
    fn the_socket_is_closed(bench) {
        let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
            server.receive();
            server.send(b"Good bye.");
            server.end();
        })?;
        talk.request_is_right()?;
        talk.answer_is_right(b"Good bye.")?;
        talk.is_closed()
    }

    #[points(1)]
    fn an_ipv6_server_works_too(bench) {
        let Ok(listener) = listen(Ipv6Addr::LOCALHOST.into()) else {
            // A machine without IPv6 is no fault, not even in CI.
            tell_people("skipped: this machine has no ::1, so IPv6 is not checked");
            return Ok(());
        };
        let talk = talk(bench, &listener, REQUEST, |server| {
            server.receive();
            server.send(b"Hello, ::1.");
            server.end();
        })?;
        let right = talk.request_is_right().and_then(|()| talk.answer_is_right(b"Hello, ::1."));
        right.map_err(|failure| match failure {
            // The other stages don't know what the address is.
            failure if talk.local.is_some() => failure,
            Failure::Seen(words, None | Some("another_place")) => {
                Failure::Seen(words, Some("only_ipv4"))
            }
            Failure::Ended(Ended::Panicked { location, message }) => {
                let words = format!("For [::1], your program panicked at {location}: {message}");
                seen(words, Some("only_ipv4"))
            }
            other => other,
        })
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "another_place",
    "port_in_the_other_order",
    "another_socket",
    "a_port_of_its_own",
    "ignores_a_refused_connection",
    "an_error_ends_the_program",
    "an_error_of_its_own",
    "reads_before_it_sends",
    "never_says_the_end",
    "adds_a_line_end",
    "bytes_are_text",
    "shuts_down_both_directions",
    "one_read_is_the_answer",
    "only_the_last_piece",
    "whole_buffer_each_time",
    "stops_at_an_empty_line",
    "zero_means_try_again",
    "the_end_is_an_error",
    "an_error_is_the_end",
    "one_write_is_the_request",
    "an_interruption_is_an_error",
    "leaves_the_socket_open",
    "only_ipv4",
];

const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// No line end at its end, an empty line in the middle, and bytes that are no text.
const REQUEST: &[u8] = b"GET /\xff\0 HTTP/1.0\r\n\r\nand a body";

/// An answer. No piece ends with an empty line, and each is shorter than anybody's buffer.
const PIECES: &[&[u8]] = &[
    b"H",
    b"TTP/1.0 200 OK\r\n",
    b"Content-Type: application/octet-",
    b"stream\r\n\r\nThe first p",
    b"art\n\nand the second:\r\n\r",
    b"\n\0\xff\xfe\x80",
    b"\0",
    b"the end",
];

/// More than one read gives, and more than the kernel's small buffers hold. Not more than that: who
/// sends and receives a byte at a time is slow, but not wrong.
const LARGE: usize = 256 * 1024 + 1;

/// Bytes that have no pattern and no lines. They are the same each time.
fn noise(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    Rng::with_seed(1).fill(&mut bytes);
    for byte in bytes.iter_mut().filter(|byte| **byte == b'\n') {
        *byte = 0;
    }
    bytes
}

/// A server that waits at any free port. It does not rest in accept.
fn listen(address: IpAddr) -> Result<TcpListener, Failure> {
    let fault = |error| Failure::Fault(format!("no server can wait at {address}: {error}"));
    listen_at((address, 0).into()).map_err(fault)
}

fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn address_of(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener.local_addr().map_err(|error| Failure::Fault(format!("a server: {error}")))
}

/// What the program said of a stage.
enum Line {
    /// The socket's own end, as getsockname has it.
    Connected(String),
    Answered,
    Disconnected,
    Error(StageError),
}

/// The error that a stage gave back.
#[derive(Clone)]
struct StageError {
    /// The stage's number.
    stage: String,
    /// The kind of the error, as Rust names it.
    kind: String,
    /// Whether it is an error that the kernel gave.
    is_the_kernels: bool,
    text: String,
}

impl StageError {
    /// `connect gave back the error ConnectionRefused: Connection refused`
    fn sentence(&self) -> String {
        let stage = ["create", "connect", "send_and_receive"];
        let number: usize = self.stage.parse().unwrap_or_default();
        let stage = number.checked_sub(1).and_then(|index| stage.get(index)).unwrap_or(&"main");
        match self.kind.as_str() {
            // Rust has no name for it.
            "Uncategorized" | "Other" => format!("Your {stage} gave back an error: {}.", self.text),
            kind => format!("Your {stage} gave back the error {kind}: {}.", self.text),
        }
    }
}

/// The next line that matters; `None` if the program ends, or hangs, before there is one.
fn next_line(running: &mut Running) -> Result<Option<Line>, Failure> {
    while let Some(line) = running.line() {
        let (first, rest) = line.split_once(' ').unwrap_or((&line, ""));
        return Ok(Some(match first {
            "created" => continue,
            "connected" => Line::Connected(rest.to_owned()),
            "answered" => Line::Answered,
            "disconnected" => Line::Disconnected,
            "error" => {
                let words: Vec<_> = rest.splitn(4, ' ').collect();
                let [stage, kind, origin, text] = words[..] else {
                    return Err(Failure::Fault(format!("the program says `{line}`")));
                };
                let is_the_kernels = origin == "kernel";
                let [stage, kind, text] = [stage, kind, text].map(str::to_owned);
                Line::Error(StageError { stage, kind, is_the_kernels, text })
            }
            _ => return Err(Failure::Fault(format!("the program says `{line}`"))),
        }));
    }
    Ok(None)
}

/// Starts the program with a server to call. Its files are in `folder`.
fn start(
    bench: &Bench<'_>,
    server: SocketAddr,
    request: &[u8],
    folder: &Path,
) -> Result<Running, Failure> {
    let [request_file, answer_file] = ["request", "answer"].map(|name| folder.join(name));
    fs::write(&request_file, request).map_err(|error| format!("no temporary file: {error}"))?;
    let server = server.to_string();
    let arguments =
        [server.as_ref(), "--files".as_ref(), request_file.as_os_str(), answer_file.as_os_str()];
    Ok(bench.program.start(arguments)?)
}

fn temporary_folder() -> Result<tempfile::TempDir, Failure> {
    tempfile::tempdir().map_err(|error| Failure::Fault(format!("no temporary folder: {error}")))
}

/// What the first two stages came to: the socket's own end, or an error.
fn connects(running: &mut Running) -> Result<Result<String, StageError>, Option<Failure>> {
    match next_line(running) {
        Ok(Some(Line::Connected(local))) => Ok(Ok(local)),
        Ok(Some(Line::Error(error))) => Ok(Err(error)),
        Ok(Some(_)) => Err(Some(Failure::Fault("the program leaves a stage out".to_owned()))),
        Ok(None) => Err(None),
        Err(failure) => Err(Some(failure)),
    }
}

/// Stages 1 and 2, where a server waits at the given address. A program that ends later, as its
/// third stage is not written yet, has passed these two.
fn connects_or_fails(mut running: Running) -> Result<(Running, String), Failure> {
    match connects(&mut running) {
        Ok(Ok(local)) => Ok((running, local)),
        Ok(Err(error)) => Err(not_connected(&error)),
        Err(Some(failure)) => Err(failure),
        Err(None) => Err(Failure::Ended(running.end().ended)),
    }
}

/// Stage 1 or 2 gave back an error, although a server waits.
fn not_connected(error: &StageError) -> Failure {
    let sentence = error.sentence();
    match error.kind.as_str() {
        "AddrInUse" | "AddrNotAvailable" => {
            let words = format!("{sentence} A client needs no port that others can know.");
            seen(words, Some("a_port_of_its_own"))
        }
        "ConnectionRefused" => {
            let words = format!("{sentence} But a server waits at the given address and port.");
            seen(words, Some("another_place"))
        }
        _ => seen(format!("{sentence} But a server waits there."), None),
    }
}

/// A server is called that has neighbours: at another address, and at the port that one gets by
/// turning the two bytes round.
fn calls_the_given_server(bench: &Bench<'_>) -> Result<(), Failure> {
    let Neighbours { server, others } = neighbours()?;
    let address = address_of(&server)?;
    let folder = temporary_folder()?;
    let (_running, local) = connects_or_fails(start(bench, address, REQUEST, folder.path())?)?;
    let came = kernel::until(DEADLINE, || {
        if let Ok((_, client)) = server.accept() {
            return Some(Ok(client));
        }
        others.iter().find(|(other, _)| other.accept().is_ok()).map(Err)
    });
    let client = match came {
        Some(Ok(client)) => client,
        Some(Err((other, mistake))) => {
            let words = format!(
                "connect was called for {address}. Your program has connected to {}.",
                address_of(other)?
            );
            return Err(seen(words, Some(mistake)));
        }
        None => {
            let words = format!("Your connect gave no error. But nobody has come to {address}.");
            return Err(seen(words, None));
        }
    };
    if client.to_string() != local {
        let words = format!(
            "{client} came to the server. But the socket that your create made is {local}: it is \
             another one."
        );
        return Err(seen(words, Some("another_socket")));
    }
    Ok(())
}

/// A server, and others that a client may mistake for it.
struct Neighbours {
    server: TcpListener,
    others: Vec<(TcpListener, &'static str)>,
}

fn neighbours() -> Result<Neighbours, Failure> {
    // Linux has all of 127.0.0.0/8. Other systems may have 127.0.0.1 alone.
    let other = Ipv4Addr::new(127, 0, 0, 2).into();
    let address = if listen(other).is_ok() { other } else { LOCALHOST };
    // Somebody may have one of the other two ports. That it is so many times in a row is out of the
    // question.
    for _ in 0..32 {
        let server = listen(address)?;
        let port = address_of(&server)?.port();
        let turned = port.swap_bytes();
        let Ok(other_port) = listen_at((address, turned).into()) else { continue };
        let mut others = vec![(other_port, "port_in_the_other_order")];
        if address != LOCALHOST {
            let Ok(other_address) = listen_at((LOCALHOST, port).into()) else { continue };
            others.push((other_address, "another_place"));
        }
        return Ok(Neighbours { server, others });
    }
    Err(Failure::Fault("no server can wait at two ports of this machine".to_owned()))
}

/// Two programs are connected to one server at the same time.
fn two_at_a_time(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = listen(LOCALHOST)?;
    let folders = [temporary_folder()?, temporary_folder()?];
    let mut all = Vec::new();
    for folder in &folders {
        let running = start(bench, address_of(&server)?, REQUEST, folder.path())?;
        all.push(connects_or_fails(running)?);
    }
    for _ in &all {
        if kernel::until(DEADLINE, || server.accept().ok()).is_none() {
            let words = "Two programs say that they are connected. The server does not see both.";
            return Err(seen(words, None));
        }
    }
    Ok(())
}

/// Nobody listens at the port, and nobody else can come to it: a socket is bound to it.
fn is_refused(bench: &Bench<'_>) -> Result<(), Failure> {
    let fault = |error| Failure::Fault(format!("no port can be bound: {error}"));
    let bound = Socket::new(Domain::IPV4, Type::STREAM, None).map_err(fault)?;
    bound.bind(&SocketAddr::from((LOCALHOST, 0)).into()).map_err(fault)?;
    let closed = bound.local_addr().map_err(fault)?.as_socket();
    let closed = closed.ok_or_else(|| Failure::Fault("a port without an address".to_owned()))?;

    let folder = temporary_folder()?;
    let mut running = start(bench, closed, REQUEST, folder.path())?;
    let situation = format!("Nobody listens at {closed}.");
    match connects(&mut running) {
        Ok(Ok(_)) => {
            let words = format!("{situation} Your connect gave back no error.");
            Err(seen(words, Some("ignores_a_refused_connection")))
        }
        Ok(Err(error)) if error.kind == "ConnectionRefused" => Ok(()),
        Ok(Err(error)) if ["AddrInUse", "AddrNotAvailable"].contains(&error.kind.as_str()) => {
            Err(seen(error.sentence(), Some("a_port_of_its_own")))
        }
        Ok(Err(error)) => {
            let words = format!(
                "{situation} {} The kernel's error is ConnectionRefused.",
                error.sentence()
            );
            Err(seen(words, Some("an_error_of_its_own").filter(|_| !error.is_the_kernels)))
        }
        Err(Some(failure)) => Err(failure),
        Err(None) => Err(ended_early(running.end().ended, &situation)),
    }
}

/// A program that ends in place of giving back an error.
fn ended_early(ended: Ended, situation: &str) -> Failure {
    let what = match ended {
        Ended::Panicked { location, message } => {
            format!("Your program panicked at {location}: {message}")
        }
        Ended::Exited(code) => {
            format!("Your program ended (exit code {code}) and gave nothing back.")
        }
        other => return Failure::Ended(other),
    };
    seen(format!("{situation} {what}"), Some("an_error_ends_the_program"))
}

/// A whole talk, seen from both sides.
struct Talk {
    /// What should have been received.
    request: Vec<u8>,
    server: Server,
    /// What getsockname said of the client's socket after stage 2.
    local: Option<String>,
    /// Whether a second connection came.
    came_again: bool,
    answer: Option<Vec<u8>>,
    error: Option<StageError>,
    /// How many sockets the program has after stage 4; `None` if that cannot be seen.
    left_open: Option<usize>,
    ended: Ended,
}

/// What the server saw of a client.
struct Server {
    /// The connection, if a client came.
    stream: Option<TcpStream>,
    received: Vec<u8>,
    end: End,
    /// How many bytes could be sent.
    sent: usize,
    /// Whether the answer has ended.
    has_ended: bool,
}

/// How the request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// By a FIN: recv gave 0.
    Fin,
    Reset,
    /// Not at all, as long as the program ran.
    None,
}

/// The server's part while the talk goes on.
struct Serving<'a> {
    server: Server,
    /// Nothing more will come from the program.
    over: &'a AtomicBool,
    process: u32,
}

/// Starts the program, and plays the server for it.
fn talk(
    bench: &Bench<'_>,
    listener: &TcpListener,
    request: &[u8],
    play: impl FnOnce(&mut Serving<'_>) + Send,
) -> Result<Talk, Failure> {
    let folder = temporary_folder()?;
    let mut running = start(bench, address_of(listener)?, request, folder.path())?;
    let process = running.id();
    let over = AtomicBool::new(false);
    let mut local = None;
    let mut error = None;
    let mut has_answered = false;
    let mut left_open = None;
    let server = thread::scope(|scope| {
        let server = scope.spawn(|| {
            let mut serving = Serving::wait(listener, process, &over);
            play(&mut serving);
            serving.server
        });
        let heard = loop {
            match next_line(&mut running) {
                Ok(Some(Line::Connected(name))) => local = Some(name),
                Ok(Some(Line::Answered)) => has_answered = true,
                Ok(Some(Line::Disconnected)) => {
                    left_open = sockets_of(process);
                    break Ok(());
                }
                Ok(Some(Line::Error(given))) => {
                    error = Some(given);
                    over.store(true, Ordering::SeqCst);
                    break Ok(());
                }
                Ok(None) => {
                    over.store(true, Ordering::SeqCst);
                    break Ok(());
                }
                Err(failure) => {
                    over.store(true, Ordering::SeqCst);
                    break Err(failure);
                }
            }
        };
        // The program is still there. What the server sees until now, is the client's doing.
        let broken = |_| Failure::Fault("the grader's server broke off".to_owned());
        let server = server.join().map_err(broken)?;
        heard.map(|()| server)
    })?;
    let came_again = listener.accept().is_ok();
    let ended = running.end().ended;
    // Three stages can be judged without the fourth.
    if ended == Ended::NotStarted && !has_answered {
        return Err(Failure::Ended(ended));
    }
    let answer = has_answered.then(|| fs::read(folder.path().join("answer")));
    let answer = answer.transpose().map_err(|error| format!("the answer's file: {error}"))?;
    let request = request.to_owned();
    Ok(Talk { request, server, local, came_again, answer, error, left_open, ended })
}

impl<'a> Serving<'a> {
    /// Waits for the program as a client.
    fn wait(listener: &TcpListener, process: u32, over: &'a AtomicBool) -> Self {
        let none = Server {
            stream: None,
            received: Vec::new(),
            end: End::None,
            sent: 0,
            has_ended: false,
        };
        let mut serving = Self { server: none, over, process };
        serving.server.stream = serving.until(|| match listener.accept() {
            Ok((stream, _)) => Break(stream.set_nonblocking(true).is_ok().then_some(stream)),
            Err(_) => Continue(()),
        });
        serving
    }

    /// Looks until there is something, or nothing more can come.
    fn until<T>(&self, mut look: impl FnMut() -> ControlFlow<Option<T>>) -> Option<T> {
        let found = kernel::until(DEADLINE, || {
            // This is read first: whoever is late gets a last look.
            let over = self.over.load(Ordering::SeqCst);
            match look() {
                Break(found) => Some(found),
                Continue(()) if over => Some(None),
                Continue(()) => None,
            }
        });
        found.flatten()
    }

    /// Receives the request, to its end.
    fn receive(&mut self) {
        /// More than any request here. A program that sends without end is not listened to.
        const MOST: usize = 16 * 1024 * 1024;
        let Some(mut stream) = self.server.stream.as_ref() else { return };
        let mut received = Vec::new();
        let mut buffer = vec![0; 64 * 1024];
        let end = self.until(|| {
            while received.len() <= MOST {
                match stream.read(&mut buffer) {
                    Ok(0) => return Break(Some(End::Fin)),
                    Ok(length) => received.extend(&buffer[..length]),
                    Err(error) => match error.kind() {
                        ErrorKind::WouldBlock => return Continue(()),
                        ErrorKind::Interrupted => {}
                        _ => return Break(Some(End::Reset)),
                    },
                }
            }
            Break(None)
        });
        self.server.end = end.unwrap_or(End::None);
        self.server.received = received;
    }

    /// Sends a part of the answer.
    fn send(&mut self, part: &[u8]) {
        let Some(mut stream) = self.server.stream.as_ref() else { return };
        let mut sent = 0;
        self.until(|| {
            while sent < part.len() {
                match stream.write(&part[sent..]) {
                    Ok(length) => sent += length,
                    Err(error) => match error.kind() {
                        ErrorKind::WouldBlock => return Continue(()),
                        ErrorKind::Interrupted => {}
                        _ => return Break(None),
                    },
                }
            }
            Break(Some(()))
        });
        self.server.sent += sent;
    }

    /// Ends the answer.
    fn end(&mut self) {
        if let Some(stream) = &self.server.stream {
            // A client that has gone does not hear it.
            let _ = stream.shutdown(Shutdown::Write);
            self.server.has_ended = true;
        }
    }

    /// Breaks off: with a linger time of 0, close sends a reset.
    fn reset(&mut self) {
        if let Some(stream) = self.server.stream.take() {
            let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
        }
    }

    /// Waits until the program waits for more: it has read what was sent to it. Where a process's
    /// state does not show, does not wait.
    ///
    /// The kernel's table of sockets would tell more, but reading it takes long on a busy machine.
    fn until_read(&self) {
        self.until_state('S');
    }

    /// Interrupts the call in which the program waits, a few times.
    fn interrupt(&self) {
        for _ in 0..3 {
            if !self.until_state('S') || !signal(self.process, Interruption::Stop) {
                return;
            }
            let has_stopped = self.until_state('T');
            // Whether or not: a program must not be left asleep.
            if !signal(self.process, Interruption::GoOn) || !has_stopped {
                return;
            }
        }
    }

    /// Waits until the program is in this state: `S` for a wait, `T` for stopped.
    fn until_state(&self, wanted: char) -> bool {
        let found = self.until(|| match process_state(self.process) {
            Some(state) if state == wanted => Break(Some(())),
            None | Some('Z' | 'X') => Break(None),
            Some(_) => Continue(()),
        });
        found.is_some()
    }
}

/// What Ctrl-Z and `fg` do.
#[derive(Clone, Copy)]
enum Interruption {
    Stop,
    GoOn,
}

#[cfg(unix)]
fn signal(process: u32, interruption: Interruption) -> bool {
    use rustix::process::{Pid, Signal, kill_process};
    let signal = match interruption {
        Interruption::Stop => Signal::STOP,
        Interruption::GoOn => Signal::CONT,
    };
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    process.is_some_and(|process| kill_process(process, signal).is_ok())
}

#[cfg(not(unix))]
fn signal(_: u32, _: Interruption) -> bool {
    false
}

/// Whether a stop and a start interrupt a call that waits, and the process's state shows when.
fn can_interrupt() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("interrupted calls are checked on Linux only".to_owned());
    }
    let state = process_state(std::process::id());
    state.map(drop).ok_or_else(|| "this system does not show /proc/<pid>/stat".to_owned())
}

/// The letter that proc_pid_stat(5) has for a process.
fn process_state(process: u32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field is the program's name in parentheses; it may hold spaces.
    stat.rsplit_once(')')?.1.trim_start().chars().next()
}

/// How many descriptors of a process are sockets.
fn sockets_of(process: u32) -> Option<usize> {
    let entries = fs::read_dir(format!("/proc/{process}/fd")).ok()?;
    let links = entries.flatten().filter_map(|entry| fs::read_link(entry.path()).ok());
    Some(links.filter(|link| link.to_string_lossy().starts_with("socket:")).count())
}

/// A server that reads slowly: at first not at all, and then through a small window.
fn sends_a_large_request(bench: &Bench<'_>) -> Result<(), Failure> {
    let listener = listen(LOCALHOST)?;
    // The program's own buffer is small too: given.rs sees to that. So the request does not fit.
    SockRef::from(&listener)
        .set_recv_buffer_size(16 * 1024)
        .map_err(|error| format!("a server with a small buffer: {error}"))?;
    let request = noise(LARGE);
    let talk = talk(bench, &listener, &request, |server| {
        // The program waits in send, as nobody reads. On Linux, a send that is interrupted gives
        // back how much it has taken until then. Elsewhere it is the size alone that is tried.
        if can_interrupt().is_ok() {
            server.interrupt();
        }
        server.receive();
        server.send(b"Thank you.");
        server.end();
    })?;
    talk.request_is_right()?;
    talk.answer_is_right(b"Thank you.")
}

impl Talk {
    /// The request has arrived, whole, as it was, and with its end.
    fn request_is_right(&self) -> Result<(), Failure> {
        let Server { stream, received, end, .. } = &self.server;
        let (came, wanted) = (received.len(), self.request.len());
        if stream.is_none() && self.server.sent == 0 && came == 0 && *end == End::None {
            return Err(self.nobody_came());
        }
        let arrived = format!("The request has {}. The server received {came}", bytes(wanted));
        match end {
            End::Fin if *received == self.request => Ok(()),
            _ if self.came_again => {
                let words = format!("{arrived}. But your program has connected a second time.");
                Err(seen(words, Some("another_socket")))
            }
            End::None if *received == self.request => {
                let words = "The server received the whole request, but not its end. It waited for \
                             more, and sent no answer.";
                Err(self.stage_3_failed(words, Some("never_says_the_end")))
            }
            End::None if received.is_empty() => {
                let words = "Your program is connected. But it sent nothing.";
                Err(self.stage_3_failed(words, Some("reads_before_it_sends")))
            }
            End::Reset => {
                let words = format!("{arrived}, and then a reset.");
                Err(self.stage_3_failed(&words, None))
            }
            End::Fin if received.is_empty() => {
                let words = format!("{arrived}, and the end.");
                Err(self.stage_3_failed(&words, None))
            }
            _ if came > wanted && received.starts_with(&self.request) => {
                let more = &received[wanted..];
                let is_line_end = more.iter().all(|byte| b"\r\n\0".contains(byte));
                let words = format!(
                    "{arrived}: after the request came {:?}.",
                    String::from_utf8_lossy(&more[..more.len().min(20)])
                );
                Err(seen(words, Some("adds_a_line_end").filter(|_| is_line_end)))
            }
            _ if self.request.starts_with(received) => {
                let mistake =
                    if *end == End::Fin { Some("one_write_is_the_request") } else { None };
                let end = if *end == End::Fin { ", and then the end" } else { ", and no end" };
                Err(self.stage_3_failed(&format!("{arrived}{end}."), mistake))
            }
            _ if is_read_as_text(received, &self.request) => {
                let words = "The request holds bytes that are no text. The server received other \
                             bytes in their place.";
                Err(seen(words, Some("bytes_are_text")))
            }
            _ => {
                let same = received.iter().zip(&self.request).take_while(|(a, b)| a == b).count();
                Err(seen(
                    format!("{arrived}. Byte {} is not the one of the request.", same + 1),
                    None,
                ))
            }
        }
    }

    fn nobody_came(&self) -> Failure {
        match &self.error {
            Some(error) => not_connected(error),
            None if matches!(self.ended, Ended::Exited(0)) => {
                seen("Your connect gave no error. But nobody has come to the server.", None)
            }
            None => Failure::Ended(self.ended.clone()),
        }
    }

    /// What the server did not get may be explained by what the program said.
    fn stage_3_failed(&self, words: &str, mistake: Option<&'static str>) -> Failure {
        let Some(error) = &self.error else {
            return match &self.ended {
                Ended::Exited(0) | Ended::Waits | Ended::Loops => seen(words, mistake),
                ended => Failure::Ended(ended.clone()),
            };
        };
        let words = format!("{words} {}", error.sentence());
        let has_no_port = self.local.as_ref().is_some_and(|local| local.ends_with(":0"));
        let mistake = match error.kind.as_str() {
            "BrokenPipe" | "NotConnected" if has_no_port => Some("another_socket"),
            "InvalidData" => Some("bytes_are_text"),
            "Interrupted" => Some("an_interruption_is_an_error"),
            "AddrInUse" | "AddrNotAvailable" => Some("a_port_of_its_own"),
            _ => None,
        };
        seen(words, mistake)
    }

    /// The answer is what the server sent, to its end, and the program came to its own end.
    fn answer_is_right(&self, expected: &[u8]) -> Result<(), Failure> {
        let sent = match expected.len() {
            0 => "The server ended its answer before the first byte".to_owned(),
            length => format!("The server sent an answer of {}, and its end", bytes(length)),
        };
        if let Some(error) = &self.error {
            let mistake = match error.kind.as_str() {
                "Interrupted" => Some("an_interruption_is_an_error"),
                "InvalidData" => Some("bytes_are_text"),
                _ if !error.is_the_kernels => Some("the_end_is_an_error"),
                _ => None,
            };
            let sent = if error.kind == "Interrupted" {
                "A signal came while your program waited for the answer"
            } else {
                &sent
            };
            return Err(seen(format!("{sent}. {}", error.sentence()), mistake));
        }
        let Some(answer) = &self.answer else {
            let Server { sent: came, has_ended, .. } = self.server;
            return Err(match &self.ended {
                Ended::Waits | Ended::Loops if expected.len() == LARGE => {
                    let words = format!(
                        "{sent}. Your program was not done with it after {} seconds.",
                        DEADLINE.as_secs()
                    );
                    seen(words, None)
                }
                Ended::Waits | Ended::Loops if came == expected.len() && has_ended => {
                    let words = format!("{sent}. Your program still waits for more.");
                    seen(words, Some("zero_means_try_again"))
                }
                Ended::Waits | Ended::Loops => {
                    let words = format!(
                        "Your program took only {came} of the {} bytes that the server had for it, \
                         in {} seconds.",
                        expected.len(),
                        DEADLINE.as_secs()
                    );
                    seen(words, None)
                }
                ended => Failure::Ended(ended.clone()),
            });
        };
        if answer != expected {
            let words = format!("{sent}. Your answer has {}.", bytes(answer.len()));
            return Err(seen(words, wrong_answer(answer, expected)));
        }
        let stream = self.server.stream.as_ref();
        if stream.is_some_and(|stream| matches!(stream.take_error(), Ok(Some(_)))) {
            let words = "Your program reset the connection. A FIN would have been its end.";
            return Err(seen(words, None));
        }
        match &self.ended {
            Ended::Exited(0) | Ended::NotStarted => Ok(()),
            ended => Err(Failure::Ended(ended.clone())),
        }
    }

    /// The server has broken the connection off in the middle of its answer.
    fn is_reset(&self) -> Result<(), Failure> {
        let situation = "The server sent a part of its answer, and reset the connection.";
        match (&self.error, &self.answer) {
            (Some(error), _) if error.kind == "ConnectionReset" => Ok(()),
            (Some(error), _) => {
                let words = format!(
                    "{situation} {} The kernel's error is ConnectionReset.",
                    error.sentence()
                );
                Err(seen(words, Some("an_error_of_its_own").filter(|_| !error.is_the_kernels)))
            }
            (None, Some(answer)) => {
                let words = format!(
                    "{situation} Your send_and_receive gave back no error, but an answer of {}.",
                    bytes(answer.len())
                );
                Err(seen(words, Some("an_error_is_the_end")))
            }
            (None, None) => Err(ended_early(self.ended.clone(), situation)),
        }
    }

    /// The program has no socket left.
    fn is_closed(&self) -> Result<(), Failure> {
        match self.left_open {
            _ if self.ended == Ended::NotStarted => Err(Failure::Ended(self.ended.clone())),
            Some(0) => Ok(()),
            Some(number) => {
                let words = format!(
                    "After disconnect, your program still has a descriptor for {}.",
                    if number == 1 { "a socket".to_owned() } else { format!("{number} sockets") }
                );
                Err(seen(words, Some("leaves_the_socket_open")))
            }
            None => skip("this system does not show the descriptors of a process"),
        }
    }
}

/// `1 byte`, `2 bytes`
fn bytes(number: usize) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} byte{plural}")
}

/// Which mistake explains an answer that differs.
fn wrong_answer(answer: &[u8], expected: &[u8]) -> Option<&'static str> {
    if answer.is_empty() {
        Some("shuts_down_both_directions")
    } else if let Some(missing) = expected.strip_prefix(answer) {
        // With the empty line or without it, and perhaps with what came in the same piece.
        let is_before = answer.ends_with(b"\n") && missing.starts_with(b"\r\n");
        let has = |line: &[u8]| answer.windows(line.len()).any(|window| window == line);
        match is_before || has(b"\r\n\r\n") {
            true => Some("stops_at_an_empty_line"),
            false => Some("one_read_is_the_answer"),
        }
    } else if expected.ends_with(answer) {
        Some("only_the_last_piece")
    } else if is_read_as_text(answer, expected) {
        Some("bytes_are_text")
    } else if let Some(more) = answer.strip_prefix(expected) {
        Some("whole_buffer_each_time").filter(|_| more.iter().all(|byte| *byte == 0))
    } else if answer.len() > expected.len() && answer.first() == expected.first() {
        Some("whole_buffer_each_time")
    } else {
        None
    }
}

/// Whether bytes were read as UTF-8, and what is none was replaced, or left out.
fn is_read_as_text(bytes: &[u8], original: &[u8]) -> bool {
    let text = String::from_utf8_lossy(original);
    bytes == text.as_bytes() || bytes == text.replace('\u{fffd}', "").as_bytes()
}

/// Without arguments the program is for people. This one needs nobody who presses Enter.
#[cfg(feature = "reference")]
#[test]
fn the_program_shows_the_stages_to_people() {
    let mut program = assert_cmd::Command::new(EXERCISE.program);
    let shown = program.write_stdin("").timeout(DEADLINE).assert().success();
    shown.stdout(predicates::str::contains("You sent: Who am I?"));
}

/// What people read when nobody listens.
#[cfg(feature = "reference")]
#[test]
fn people_are_told_that_they_are_refused() {
    let bound = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    bound.bind(&SocketAddr::from((LOCALHOST, 0)).into()).unwrap();
    let closed = bound.local_addr().unwrap().as_socket().unwrap().to_string();
    let mut program = assert_cmd::Command::new(EXERCISE.program);
    let told = program.arg(&closed).timeout(DEADLINE).assert().code(1);
    let sentence = format!("{closed} refused the connection: nobody listens there.\n");
    told.stderr(predicates::str::ends_with(sentence));
}

/// What people read when the server breaks off.
#[cfg(feature = "reference")]
#[test]
fn people_are_told_of_a_reset() {
    let server = TcpListener::bind((LOCALHOST, 0)).unwrap();
    let address = server.local_addr().unwrap().to_string();
    let reset = thread::spawn(move || {
        let (mut client, _) = server.accept().unwrap();
        client.set_read_timeout(Some(DEADLINE)).unwrap();
        client.read_to_end(&mut Vec::new()).unwrap();
        SockRef::from(&client).set_linger(Some(Duration::ZERO)).unwrap();
    });
    let mut program = assert_cmd::Command::new(EXERCISE.program);
    let told = program.arg(&address).timeout(DEADLINE).assert().code(1);
    let sentence = format!("{address} reset the connection before the answer had ended.\n");
    told.stderr(predicates::str::ends_with(sentence));
    reset.join().unwrap();
}

//! Grades `15_one_program`: many clients of one thread, each with its own talk.

use std::cell::RefCell;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use grader::kernel::{self, Row, State};
use grader::{Bench, DEADLINE, Ended, Failure, Running, skip};
use socket2::{Domain, Socket, Type};

grader::checks! {
    exercise: "one_program",
    mistakes: &[],
    seen: MISTAKES,

    #[points(1)]
    fn every_line_gets_its_number(bench) {
        one_client(bench)
    }

    #[points(1)]
    fn a_silent_client_keeps_nobody_waiting(bench) {
        silent_clients(bench)
    }

    #[points(2)]
    fn each_client_has_its_own_talk(bench) {
        two_talks(bench)
    }

    #[points(2)]
    fn a_line_may_come_in_pieces(bench) {
        pieces(bench)
    }

    #[points(2)]
    fn a_slow_reader_keeps_nobody_waiting(bench) {
        slow_reader(bench)
    }

    #[points(2)]
    fn too_many_answers_stop_the_reading(bench) {
        back_pressure(bench)
    }

    #[points(1)]
    fn the_end_comes_after_the_last_answer(bench) {
        ends(bench)
    }

    #[points(1)]
    fn a_line_that_is_too_long_ends_the_talk(bench) {
        long_lines(bench)
    }

    #[points(1)]
    fn a_reset_client_harms_no_other(bench) {
        resets(bench)
    }

    #[points(1)]
    fn one_thread_serves_a_thousand_clients(bench) {
        a_thousand_clients(bench)
    }

    #[points(1)]
    fn nothing_is_left_behind(bench) {
        descriptors(bench)
    }

    #[points(1)]
    fn waiting_takes_no_processor_time(bench) {
        idle(bench)
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "counts_from_zero",
    "lines_are_text",
    "nobody_waits_is_an_error",
    "blocking_copy",
    "nothing_yet_is_the_end",
    "one_counter_for_all",
    "one_buffer_for_all",
    "one_read_is_one_line",
    "forgets_the_piece",
    "one_line_per_read",
    "blocks_in_write",
    "waits_until_all_is_written",
    "a_full_buffer_is_an_error",
    "drops_the_rest",
    "never_asks_to_write",
    "buffers_without_bound",
    "never_reads_again",
    "the_end_drops_answers",
    "the_end_is_nothing",
    "never_over",
    "half_a_line_is_a_line",
    "a_line_without_end",
    "an_error_ends_the_server",
    "a_thread_for_each_client",
    "always_wants_to_write",
    "asks_but_does_not_read",
    "reads_on_after_the_end",
];

/// The longest line that a client may send, without its `\n`.
const LONGEST_LINE: usize = 1024;

/// The size of the kernel's buffers where they are to be filled, on each side and in each direction.
/// Linux takes twice as much.
const SMALL: usize = 4 * 1024;

/// What the kernel's buffers and the server's own may hold together is far less than this.
const FAR_TOO_MUCH: usize = 8 * 1024 * 1024;

/// Who sleeps for so long, though all has arrived, will not wake up by itself.
const ASLEEP: Duration = Duration::from_millis(50);

/// How long a client waits where nothing tells that waiting is in vain.
const LATE: Duration = Duration::from_secs(4 * DEADLINE.as_secs());

/// Who has used so much processor time and done nothing runs in circles.
const BUSY: Duration = Duration::from_millis(500);

// ---- What the checks see ----

/// A program that serves.
struct Server {
    running: RefCell<Option<Running>>,
    process: u32,
    address: SocketAddr,
}

/// Somebody who talks with the server, and knows what it must answer.
struct Client {
    stream: TcpStream,
    local: SocketAddr,
    /// All that it says, and how much of it the kernel has taken.
    says: Vec<u8>,
    said: usize,
    /// All that it must hear, and how much of it has come.
    answers: Vec<u8>,
    heard: usize,
    /// The number of its next line, and where this begins in `says`.
    number: u64,
    line: usize,
}

/// What a client hears in place of what it must hear.
enum Wrong {
    /// Another answer: the line that must come, and what came.
    Other { must: Vec<u8>, came: Vec<u8> },
    /// The end of the connection. This line must come.
    End { must: Vec<u8> },
    /// Nothing. This line must come, or the end, if it is empty.
    Nothing { must: Vec<u8>, why: Stall },
}

/// Why nothing comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stall {
    /// The program sleeps, and everything that was sent has arrived.
    Asleep,
    /// The program has used much processor time.
    Busy,
    /// The deadline has come.
    Late,
}

/// Looks at a program that ought to do something.
struct Watch<'a> {
    server: &'a Server,
    start: Instant,
    used: Duration,
    /// Since when it has been sleeping, and how often it had been put to sleep before.
    asleep: Option<(Instant, u64)>,
    /// Since when it has also had all that was sent to it.
    has_all: Option<Instant>,
}

impl Watch<'_> {
    fn new(server: &Server) -> Watch<'_> {
        let used = server.processor_time();
        Watch { server, start: Instant::now(), used, asleep: None, has_all: None }
    }

    /// Whether nothing is going to happen any more. To be asked again and again; takes a moment.
    /// `arrived` tells whether the program has all that was sent to it.
    fn stalled(&mut self, arrived: impl FnOnce() -> bool) -> Option<Stall> {
        let switches = self.server.sleeps();
        if switches.is_none() || self.asleep.map(|(_, before)| before) != switches {
            self.asleep = switches.map(|switches| (Instant::now(), switches));
            self.has_all = None;
        }
        let for_long = |since: Instant| since.elapsed() >= ASLEEP;
        // Whoever sleeps though all is there sleeps on. What arrives later wakes it up at once. The
        // kernel's table is long, so it is read only if there is reason to.
        if self.has_all.is_some_and(for_long) {
            return Some(Stall::Asleep);
        }
        if self.has_all.is_none() && self.asleep.is_some_and(|(since, _)| for_long(since)) {
            self.has_all = arrived().then(Instant::now);
        }
        if self.server.processor_time().saturating_sub(self.used) >= BUSY {
            return Some(Stall::Busy);
        }
        if self.start.elapsed() >= LATE || self.server.has_ended() {
            return Some(Stall::Late);
        }
        thread::sleep(Duration::from_millis(1));
        None
    }
}

impl Server {
    /// Starts the program, and waits until it serves.
    fn start(bench: &Bench<'_>) -> Result<Self, Failure> {
        Self::start_with(bench, &["127.0.0.1:0"])
    }

    /// The same, with small buffers in the kernel for each of its clients.
    fn start_small(bench: &Bench<'_>) -> Result<Self, Failure> {
        Self::start_with(bench, &["127.0.0.1:0", &SMALL.to_string()])
    }

    fn start_with(bench: &Bench<'_>, arguments: &[&str]) -> Result<Self, Failure> {
        more_files();
        let mut running = bench.program.start(arguments)?;
        let Some(line) = running.line() else {
            return Err(Failure::Ended(running.end().ended));
        };
        let fault = |_| Failure::Fault(format!("the program says `{line}`"));
        let address = line.parse().map_err(fault)?;
        Ok(Self { process: running.id(), running: RefCell::new(Some(running)), address })
    }

    /// What a check says that has seen something wrong. If the program has ended, that is what it
    /// says.
    fn seen(&self, words: impl Into<String>, mistake: Option<&'static str>) -> Failure {
        let refused = |error: io::Error| error.kind() == ErrorKind::ConnectionRefused;
        if TcpStream::connect(self.address).is_err_and(refused)
            && let Some(running) = self.running.take()
        {
            return ended(running);
        }
        Failure::Seen(words.into(), mistake)
    }

    fn connect(&self) -> Result<Client, Failure> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None);
        let client = socket.and_then(|socket| {
            // Before connect, as the window is agreed upon there.
            socket.set_recv_buffer_size(SMALL)?;
            socket.set_send_buffer_size(SMALL)?;
            socket.connect_timeout(&self.address.into(), DEADLINE)?;
            socket.set_tcp_nodelay(true)?;
            socket.set_nonblocking(true)?;
            // Who does not linger leaves nothing in TIME_WAIT, but sends RST in place of FIN.
            socket.set_linger(Some(Duration::ZERO))?;
            let stream = TcpStream::from(socket);
            let local = stream.local_addr()?;
            Ok(Client {
                stream,
                local,
                says: Vec::new(),
                said: 0,
                answers: Vec::new(),
                heard: 0,
                number: 1,
                line: 0,
            })
        });
        client.map_err(|error| match error.kind() {
            ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset | ErrorKind::TimedOut => {
                self.seen(format!("A client cannot connect: {error}."), None)
            }
            _ => Failure::Fault(format!("a client cannot connect: {error}")),
        })
    }

    /// A client that has said a line and has its answer.
    fn witness(&self) -> Result<Client, Failure> {
        let mut client = self.connect()?;
        client.says("I am here\n");
        client.hears(self).map_err(|wrong| self.wrong("A client says a line.", wrong, None))?;
        Ok(client)
    }

    /// Says what went wrong, after a story that leads to it. Some things tell by themselves which
    /// mistake they come from. Otherwise it is this one.
    fn wrong(&self, story: &str, wrong: Wrong, mistake: Option<&'static str>) -> Failure {
        let (words, known) = match wrong {
            Wrong::Other { must, came } if must.is_empty() => {
                (format!("It must get nothing more. It gets `{}`.", shown(&came)), None)
            }
            Wrong::Other { must, came } => (
                format!("It must get `{}`. It gets `{}`.", shown(&must), shown(&came)),
                other_answer(&must, &came),
            ),
            Wrong::End { must } => (
                format!("It must get `{}`. But the server closes its connection.", shown(&must)),
                None,
            ),
            Wrong::Nothing { must, why } => {
                let why = match why {
                    Stall::Asleep => "The program sleeps, and nothing will wake it up",
                    Stall::Busy => "The program keeps the processor busy and answers nobody",
                    Stall::Late => "It waits for it in vain",
                };
                if must.is_empty() {
                    (format!("The server must close its connection, but does not. {why}."), None)
                } else {
                    (format!("It must get `{}`, and gets nothing. {why}.", shown(&must)), None)
                }
            }
        };
        self.seen(format!("{story} {words}"), known.or(mistake))
    }

    /// The two rows of a client's connection in the kernel's table: the server's side, the client's.
    fn rows(&self, client: &Client) -> Option<[Option<Row>; 2]> {
        let rows = kernel::rows().ok()?;
        let row = |local, remote| {
            rows.iter().find(|row| (row.local, row.remote) == (local, remote)).cloned()
        };
        Some([row(self.address, client.local), row(client.local, self.address)])
    }

    /// Whether the program has ended, and nobody has asked how. Only Linux tells.
    fn has_ended(&self) -> bool {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process)).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('Z'))
    }

    /// If all of the program's threads sleep: how often that was so, all in all. Only Linux tells.
    fn sleeps(&self) -> Option<u64> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.process)).ok()?;
        let mut switches = 0;
        for thread in threads {
            let status = fs::read_to_string(thread.ok()?.path().join("status")).ok()?;
            let fields = status.lines().filter_map(|line| line.split_once(':'));
            for (name, value) in fields {
                match name {
                    "State" if !value.trim().starts_with('S') => return None,
                    "voluntary_ctxt_switches" | "nonvoluntary_ctxt_switches" => {
                        switches += value.trim().parse::<u64>().ok()?;
                    }
                    _ => {}
                }
            }
        }
        Some(switches)
    }

    /// How many threads the program has. Only Linux tells.
    fn threads(&self) -> Option<usize> {
        Some(fs::read_dir(format!("/proc/{}/task", self.process)).ok()?.count())
    }

    /// How many descriptors the program has. Only Linux tells.
    fn descriptors(&self) -> Option<usize> {
        Some(fs::read_dir(format!("/proc/{}/fd", self.process)).ok()?.count())
    }

    /// How much processor time the program has used (proc_pid_stat(5)). Only Linux tells; elsewhere
    /// it is always 0.
    fn processor_time(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process)).unwrap_or_default();
        // The second field is the program's name in parentheses; it may hold spaces.
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let ticks: u64 =
            fields.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 10)
    }
}

impl Client {
    /// Has something to say, and knows the answers to the lines that are whole by it.
    fn will_say(&mut self, words: impl AsRef<[u8]>) {
        for &byte in words.as_ref() {
            self.says.push(byte);
            if byte == b'\n' {
                self.answers.extend(format!("{} ", self.number).into_bytes());
                self.answers.extend_from_slice(&self.says[self.line..]);
                self.number += 1;
                self.line = self.says.len();
            }
        }
    }

    /// Says as much as the kernel takes. Who can't be told anything any more will be noticed by
    /// listening.
    fn speaks(&mut self) {
        while let Ok(length @ 1..) = self.stream.write(&self.says[self.said..]) {
            self.said += length;
        }
    }

    fn says(&mut self, words: impl AsRef<[u8]>) {
        self.will_say(words);
        self.speaks();
    }

    /// Reads all answers.
    fn hears(&mut self, server: &Server) -> Result<(), Wrong> {
        let mut watch = Watch::new(server);
        let mut buffer = vec![0; 64 * 1024];
        while self.heard < self.answers.len() {
            self.speaks();
            match self.stream.read(&mut buffer) {
                Ok(length @ 1..) => {
                    self.compares(&buffer[..length])?;
                    watch = Watch::new(server);
                }
                Err(error) if is_for_later(&error) => {
                    if let Some(why) = watch.stalled(|| self.has_arrived(server)) {
                        return Err(Wrong::Nothing { must: self.next_answer(), why });
                    }
                }
                Ok(0) | Err(_) => return Err(Wrong::End { must: self.next_answer() }),
            }
        }
        Ok(())
    }

    /// Reads the end of the connection, or that it was reset.
    fn hears_the_end(&mut self, server: &Server) -> Result<(), Wrong> {
        let mut watch = Watch::new(server);
        let mut buffer = [0; 2048];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(length @ 1..) => self.compares(&buffer[..length])?,
                Err(error) if is_for_later(&error) => {
                    if let Some(why) = watch.stalled(|| self.has_arrived(server)) {
                        return Err(Wrong::Nothing { must: Vec::new(), why });
                    }
                }
                Ok(0) | Err(_) => return Ok(()),
            }
        }
    }

    /// Compares what came with what must come.
    fn compares(&mut self, came: &[u8]) -> Result<(), Wrong> {
        let must = &self.answers[self.heard..];
        let same = must.iter().zip(came).take_while(|(must, came)| must == came).count();
        self.heard += same;
        if same == came.len() {
            return Ok(());
        }
        let begin = self.answers[..self.heard].iter().rposition(|byte| *byte == b'\n');
        let begun = &self.answers[begin.map_or(0, |at| at + 1)..self.heard];
        let rest = came[same..].split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
        Err(Wrong::Other { must: self.next_answer(), came: [begun, rest].concat() })
    }

    /// The answer that has not come, or not wholly.
    fn next_answer(&self) -> Vec<u8> {
        let mut end = 0;
        for line in self.answers.split_inclusive(|byte| *byte == b'\n') {
            end += line.len();
            if end > self.heard {
                return line.to_vec();
            }
        }
        Vec::new()
    }

    /// Whether the program has something to read, or all that was said; and all that it has
    /// written has been heard.
    fn has_arrived(&self, server: &Server) -> bool {
        let Some([at_server, at_client]) = server.rows(self) else { return false };
        let [sent, unread] = at_server.map_or([0; 2], |row| [row.send_queue, row.receive_queue]);
        let [said, unheard] = at_client.map_or([0; 2], |row| [row.send_queue, row.receive_queue]);
        (sent, unheard) == (0, 0) && (said == 0 || unread > 0)
    }
}

/// The loop is level-triggered: what was sent before the first of two round trips of another client
/// has been read after the second.
fn lets_it_be_read(witness: &mut Client, server: &Server, story: &str) -> Result<(), Failure> {
    for _ in 0..2 {
        witness.says("and I am still here\n");
        let heard = witness.hears(server);
        heard.map_err(|wrong| {
            let story = format!("{story} Another client says a line.");
            server.wrong(&story, wrong, None)
        })?;
    }
    Ok(())
}

/// More bytes of answers than the kernel's small buffers take if nobody reads them, and less than the
/// program's limit.
const MANY: usize = 12 * SMALL;

/// The client has many lines to say and reads no answer. The program has read all lines and must
/// keep the answers that the kernel does not take.
fn piles_up_answers(
    client: &mut Client,
    witness: &mut Client,
    server: &Server,
    answers: usize,
) -> Result<(), Failure> {
    const TURNS: usize = 200;
    // Empty lines: the answers are many times as long.
    while client.answers.len() < answers {
        client.will_say("\n");
    }
    // Where the kernel does not show its table, so many turns of the loop must do.
    let mut turns = 0;
    let all_read = kernel::until(DEADLINE, || {
        client.speaks();
        if let waits @ Err(_) = lets_it_be_waited_for(witness, server) {
            return Some(waits);
        }
        turns += 1;
        let read = match server.rows(client) {
            None => turns == TURNS,
            Some([at_server, at_client]) => {
                at_server.is_none_or(|row| row.receive_queue == 0)
                    && at_client.is_none_or(|row| row.send_queue == 0)
            }
        };
        (read && client.said == client.says.len()).then_some(Ok(()))
    });
    all_read.unwrap_or(Ok(()))?;
    lets_it_be_waited_for(witness, server)
}

/// The client reads answers until the program has written more, and then no longer: the kernel takes
/// some of what the program keeps, and not all.
fn sips(client: &mut Client, witness: &mut Client, server: &Server) -> Result<(), Failure> {
    let written = |client: &Client| {
        let [at_server, at_client] = server.rows(client)?;
        let [sent, unheard] = [at_server?.send_queue, at_client?.receive_queue];
        Some(client.heard + sent as usize + unheard as usize)
    };
    let before = written(client);
    let mut buffer = [0; 4096];
    let sipped = kernel::until(DEADLINE, || {
        if let Ok(length @ 1..) = client.stream.read(&mut buffer)
            && client.compares(&buffer[..length]).is_err()
        {
            // What is wrong will be noticed where all is compared.
            return Some(Ok(()));
        }
        if let waits @ Err(_) = lets_it_be_waited_for(witness, server) {
            return Some(waits);
        }
        // Without a table, or a connection, one sip must do.
        (before.is_none() || written(client) > before).then_some(Ok(()))
    });
    sipped.unwrap_or(Ok(()))?;
    lets_it_be_waited_for(witness, server)
}

/// Another client is not kept waiting, and the program does what it has to do meanwhile.
fn lets_it_be_waited_for(witness: &mut Client, server: &Server) -> Result<(), Failure> {
    for _ in 0..2 {
        witness.says("what about me?\n");
        witness.hears(server).map_err(|wrong| {
            let mistake = match wrong {
                Wrong::Nothing { why: Stall::Asleep, .. } => Some("blocks_in_write"),
                Wrong::Nothing { .. } => Some("waits_until_all_is_written"),
                _ => None,
            };
            let story = "A client says many lines and does not read all answers. Another client \
                         says a line.";
            server.wrong(story, wrong, mistake)
        })?;
    }
    Ok(())
}

/// The client says as much as it can and reads nothing. How many bytes it got rid of, at most
/// [`FAR_TOO_MUCH`].
fn says_without_end(client: &mut Client, server: &Server) -> usize {
    let line = [[b'-'; 999].as_slice(), b"\n"].concat();
    let mut watch = Watch::new(server);
    while client.said < FAR_TOO_MUCH {
        if client.said == client.says.len() {
            client.will_say(line.repeat(64));
        }
        let before = client.said;
        client.speaks();
        if client.said > before {
            watch = Watch::new(server);
        } else if watch.stalled(|| true).is_some() {
            break;
        }
    }
    client.said
}

/// Which mistake makes one answer of the other.
fn other_answer(must: &[u8], came: &[u8]) -> Option<&'static str> {
    let parts = |answer: &[u8]| -> Option<(u64, Vec<u8>)> {
        let space = answer.iter().position(|byte| *byte == b' ')?;
        let number = str::from_utf8(&answer[..space]).ok()?.parse().ok()?;
        let text = &answer[space + 1..];
        Some((number, text.strip_suffix(b"\n").unwrap_or(text).to_vec()))
    };
    let (must_number, must) = parts(must)?;
    let Some((number, came)) = parts(came) else {
        // Two lines in one answer: the second has no number.
        return Some("one_read_is_one_line");
    };
    let as_text = |line: &[u8]| String::from_utf8_lossy(line).trim().to_owned();
    let same_text = || as_text(&must) == as_text(&came).replace("\\r", "");
    match () {
        () if came == must && number + 1 == must_number => Some("counts_from_zero"),
        () if came == must && number > must_number => Some("one_counter_for_all"),
        () if came != must && number == must_number && same_text() => Some("lines_are_text"),
        () if came.is_empty() => None,
        () if must.starts_with(&came) => Some("one_read_is_one_line"),
        () if must.ends_with(&came) => Some("forgets_the_piece"),
        () if came.ends_with(&must) => Some("one_buffer_for_all"),
        () => None,
    }
}

/// What to say of a program that has ended.
fn ended(running: Running) -> Failure {
    let run = running.end();
    let panicked = |location, message| format!("Your program panicked at {location}: {message}");
    match run.ended {
        Ended::Panicked { location, message } => {
            let known = [
                ("WouldBlock", "nothing_yet_is_the_end"),
                ("Utf8Error", "lines_are_text"),
                ("ConnectionReset", "an_error_ends_the_server"),
                ("BrokenPipe", "an_error_ends_the_server"),
                ("InvalidData", "an_error_ends_the_server"),
            ];
            let mistake = known.iter().find(|(word, _)| message.contains(word));
            match mistake {
                Some((_, mistake)) => Failure::Seen(panicked(location, message), Some(mistake)),
                None => Failure::Ended(Ended::Panicked { location, message }),
            }
        }
        // The given program gives up if nobody can be accepted.
        Ended::Exited(1) => {
            let words = format!("Your program ended with an error: {}", run.stderr.trim());
            // The kernel's words for EAGAIN, whatever its number is here.
            let would_block = would_block().to_string();
            let mistake = run.stderr.contains(&would_block).then_some("nobody_waits_is_an_error");
            Failure::Seen(words, mistake)
        }
        ended => Failure::Ended(ended),
    }
}

/// The error of a call that would have to wait.
fn would_block() -> io::Error {
    #[cfg(unix)]
    return rustix::io::Errno::AGAIN.into();
    // WSAEWOULDBLOCK
    #[cfg(not(unix))]
    io::Error::from_raw_os_error(10035)
}

/// Bytes, so that a person can read them.
fn shown(bytes: &[u8]) -> String {
    let text = bytes.escape_ascii().to_string();
    if text.len() <= 60 { text } else { format!("{} … ({} bytes)", &text[..40], bytes.len()) }
}

fn is_for_later(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

/// A thousand connections need as many descriptors, here and in the program, which has its limit
/// from here.
fn more_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        const ENOUGH: u64 = 8192;
        let mut limit = getrlimit(Resource::Nofile);
        if limit.current.is_some_and(|current| current < ENOUGH) {
            limit.current = Some(limit.maximum.map_or(ENOUGH, |maximum| maximum.min(ENOUGH)));
            // If it can't be, fewer clients will do.
            let _ = setrlimit(Resource::Nofile, limit);
        }
    }
}

/// How many clients are tried at once.
fn how_many_clients() -> usize {
    #[cfg(unix)]
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    #[cfg(not(unix))]
    let limit: Option<u64> = None;
    // The other checks have files open too.
    let files = limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    files.saturating_sub(150).clamp(50, 1000)
}

// ---- The checks ----

fn one_client(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start(bench)?;
    let mut client = server.connect()?;
    // The third is empty, the last two are no text in UTF-8 or have spaces at the end.
    for line in [b"one".as_slice(), b"two", b"", b"caf\xe9", b" spaces and a carriage return \r"] {
        client.says([line, b"\n"].concat());
        client.hears(&server).map_err(|wrong| {
            let mistake = match wrong {
                Wrong::End { .. } => Some("nothing_yet_is_the_end"),
                _ => None,
            };
            let mut story = format!("A client says `{}\\n`.", shown(line));
            let unread = server.rows(&client).and_then(|[at_server, _]| at_server);
            if matches!(wrong, Wrong::Nothing { .. })
                && unread.is_some_and(|row| row.receive_queue == 0)
            {
                story += " The program reads it. Does `wants` ask to write the answer?";
            }
            server.wrong(&story, wrong, mistake)
        })?;
    }
    Ok(())
}

fn silent_clients(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start(bench)?;
    let closed =
        |wrong: &Wrong| matches!(wrong, Wrong::End { .. }).then_some("nothing_yet_is_the_end");
    let mut first = server.connect()?;
    first.says("first\n");
    first.hears(&server).map_err(|wrong| {
        let mistake = closed(&wrong);
        server.wrong("A client says a line.", wrong, mistake)
    })?;

    let mut silent = [server.connect()?, server.connect()?];
    first.says("again\n");
    first.hears(&server).map_err(|wrong| {
        let mistake = match wrong {
            Wrong::Nothing { .. } => Some("blocking_copy"),
            _ => closed(&wrong),
        };
        let story = "A client talks with the server. Two others connect and say nothing. The first \
                     says a line.";
        server.wrong(story, wrong, mistake)
    })?;

    let mut last = server.connect()?;
    last.says("last\n");
    last.hears(&server).map_err(|wrong| {
        let queue = kernel::row_at(server.address, State::Listen).ok().flatten();
        let waits = queue.map_or(0, |row| row.receive_queue);
        let mistake = match wrong {
            Wrong::Nothing { .. } if waits > 0 => Some("nobody_waits_is_an_error"),
            Wrong::Nothing { .. } => Some("blocking_copy"),
            _ => closed(&wrong),
        };
        let mut story = "Two clients say nothing. Another connects and says a line.".to_owned();
        if waits > 0 {
            story += &format!(" {waits} wait in the queue and are not accepted.");
        }
        server.wrong(&story, wrong, mistake)
    })?;

    for client in &mut silent {
        client.says("at last\n");
        client.hears(&server).map_err(|wrong| {
            let mistake = closed(&wrong);
            let story = "A client connects and says nothing for a while. Then it says a line.";
            server.wrong(story, wrong, mistake)
        })?;
    }
    Ok(())
}

fn two_talks(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start(bench)?;
    let mut one = server.connect()?;
    let mut other = server.connect()?;
    for line in ["first\n", "second\n"] {
        for client in [&mut one, &mut other] {
            client.says(line);
            let heard = client.hears(&server);
            heard.map_err(|wrong| server.wrong("Two clients speak by turns.", wrong, None))?;
        }
    }
    one.says("left");
    let story = "A client says `left`, which is half a line.";
    lets_it_be_read(&mut other, &server, story)?;
    one.says("-handed\n");
    one.hears(&server).map_err(|wrong| {
        let story = format!("{story} Another one says whole lines. The first says `-handed\\n`.");
        server.wrong(&story, wrong, None)
    })
}

fn pieces(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start(bench)?;
    let mut witness = server.witness()?;
    let mut client = server.connect()?;
    let bytes = b"byte\n".map(|byte| [byte]);
    let pieces: [&[&[u8]]; 3] = [
        &[b"hel", b"lo\nwor", b"ld\n"],
        &[b"a\nb\n\nc\n"],
        &bytes.each_ref().map(<[u8; 1]>::as_slice),
    ];
    for pieces in pieces {
        let quoted: Vec<_> = pieces.iter().map(|piece| format!("`{}`", shown(piece))).collect();
        let story = format!("A client says {}.", quoted.join(", then "));
        for piece in pieces {
            client.says(piece);
            lets_it_be_read(&mut witness, &server, &story)?;
        }
        client.hears(&server).map_err(|wrong| {
            let mistake = matches!(wrong, Wrong::Nothing { .. }).then_some("one_line_per_read");
            server.wrong(&story, wrong, mistake)
        })?;
    }
    Ok(())
}

fn slow_reader(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start_small(bench)?;
    let mut witness = server.witness()?;
    let mut slow = server.connect()?;
    piles_up_answers(&mut slow, &mut witness, &server, 15 * SMALL)?;
    sips(&mut slow, &mut witness, &server)?;

    let story = "A client says many lines and reads the answers only later.";
    let Err(wrong) = slow.hears(&server) else { return Ok(()) };
    let (heard, of) = (slow.heard, slow.answers.len());
    let mistake = match wrong {
        Wrong::Other { .. } => Some("drops_the_rest"),
        Wrong::End { .. } => Some("a_full_buffer_is_an_error"),
        // What comes after one more line: the rest, or only the answer to this line?
        Wrong::Nothing { .. } => {
            slow.says("one more\n");
            match slow.hears(&server) {
                Err(Wrong::Other { .. }) => Some("drops_the_rest"),
                _ if slow.heard > heard => Some("never_asks_to_write"),
                _ => None,
            }
        }
    };
    // The answers are long, and what they look like is not the point.
    let words = match wrong {
        Wrong::Other { .. } => "In the middle, a part of the answers is missing.".to_owned(),
        Wrong::End { .. } => "Before it has them all, the server closes its connection.".to_owned(),
        Wrong::Nothing { .. } => format!("It gets {heard} bytes of {of}, and then nothing."),
    };
    Err(server.seen(format!("{story} {words}"), mistake))
}

fn back_pressure(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start_small(bench)?;
    let mut greedy = server.connect()?;
    let said = says_without_end(&mut greedy, &server);
    let story = "A client says lines without end and reads no answer.";
    if said >= FAR_TOO_MUCH {
        let words = format!(
            "{story} After {} MiB the server still reads, and keeps all answers in its memory.",
            said / 1024 / 1024
        );
        return Err(server.seen(words, Some("buffers_without_bound")));
    }
    greedy.hears(&server).map_err(|wrong| {
        let story = format!(
            "{story} After {} KiB the server reads no more, as it should. Then the client reads \
             the answers.",
            said / 1024
        );
        let mistake = matches!(wrong, Wrong::Nothing { .. }).then_some("never_reads_again");
        server.wrong(&story, wrong, mistake)
    })
}

fn ends(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start_small(bench)?;
    let mut witness = server.witness()?;
    let known = |wrong: &Wrong| match wrong {
        Wrong::Nothing { why: Stall::Asleep, .. } => Some("never_over"),
        Wrong::Nothing { .. } => Some("the_end_is_nothing"),
        Wrong::Other { .. } => Some("half_a_line_is_a_line"),
        Wrong::End { .. } => Some("the_end_drops_answers"),
    };

    let mut short = server.connect()?;
    short.says("whole\nhalf");
    shut_down(&mut short)?;
    let story = "A client says `whole\\nhalf` and ends its stream.";
    let heard = short.hears(&server).and_then(|()| short.hears_the_end(&server));
    heard.map_err(|wrong| {
        let mistake = known(&wrong);
        server.wrong(story, wrong, mistake)
    })?;

    let mut slow = server.connect()?;
    piles_up_answers(&mut slow, &mut witness, &server, MANY)?;
    shut_down(&mut slow)?;
    lets_it_be_waited_for(&mut witness, &server)?;
    let story = "A client says many lines and ends its stream. Then it reads the answers.";
    let heard = slow.hears(&server).and_then(|()| slow.hears_the_end(&server));
    heard.map_err(|wrong| {
        let mistake = known(&wrong);
        server.wrong(story, wrong, mistake)
    })
}

/// Says nothing more. What the kernel has not taken of it will never be said.
fn shut_down(client: &mut Client) -> Result<(), Failure> {
    if client.said < client.says.len() {
        let said = client.says[..client.said].to_vec();
        (client.says, client.answers, client.number, client.line) = (Vec::new(), Vec::new(), 1, 0);
        client.will_say(said);
    }
    match client.stream.shutdown(Shutdown::Write) {
        // The server has reset the connection; that will be heard.
        Err(error) if error.kind() != ErrorKind::NotConnected => {
            Err(Failure::Fault(format!("a client cannot end its stream: {error}")))
        }
        _ => Ok(()),
    }
}

fn long_lines(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start(bench)?;
    let mut witness = server.witness()?;
    let mut client = server.connect()?;
    client.says([[b'x'; LONGEST_LINE].as_slice(), b"\n"].concat());
    let story = format!("A client says a line of {LONGEST_LINE} bytes, which is allowed.");
    client.hears(&server).map_err(|wrong| server.wrong(&story, wrong, None))?;
    client.says([b'y'; LONGEST_LINE + 1]);
    let story = format!("A client says {} bytes without a `\\n`.", LONGEST_LINE + 1);
    client.hears_the_end(&server).map_err(|wrong| {
        let mistake = matches!(wrong, Wrong::Nothing { .. }).then_some("a_line_without_end");
        server.wrong(&story, wrong, mistake)
    })?;
    let story = "Another client said a line that is too long.";
    lets_it_be_read(&mut witness, &server, story)
}

fn resets(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start_small(bench)?;
    let mut witness = server.witness()?;
    drop(server.connect()?);
    let mut in_a_line = server.witness()?;
    in_a_line.says("I will never fin");
    drop(in_a_line);
    let mut with_answers = server.connect()?;
    piles_up_answers(&mut with_answers, &mut witness, &server, MANY)?;
    drop(with_answers);
    lets_it_be_read(&mut witness, &server, "Some clients reset their connections.")?;
    server.witness().map(drop)
}

fn a_thousand_clients(bench: &Bench<'_>) -> Result<(), Failure> {
    // Where several programs are judged, one after the other: all clients are in this process.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);

    let server = Server::start(bench)?;
    let many = how_many_clients();
    let mut clients = Vec::with_capacity(many);
    for _ in 0..many {
        clients.push(server.connect()?);
    }
    let story = format!("{many} clients connect. Then each says a line.");
    for client in &mut clients {
        client.says("one of many\n");
    }
    for client in &mut clients {
        client.hears(&server).map_err(|wrong| server.wrong(&story, wrong, None))?;
    }
    let threads = server.threads();
    drop(clients);
    match threads {
        None => skip("this system does not show how many threads a program has"),
        Some(1) => Ok(()),
        Some(threads) => {
            let words =
                format!("{story} All get their answers. Your program has {threads} threads.");
            let for_each = (threads >= many).then_some("a_thread_for_each_client");
            Err(server.seen(words, for_each))
        }
    }
}

fn descriptors(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start(bench)?;
    let mut witness = server.witness()?;
    let Some(before) = server.descriptors() else {
        return skip("this system does not show which descriptors a program has");
    };
    let clients = (0..40).map(|_| server.witness()).collect::<Result<Vec<_>, _>>()?;
    let mut half_closed = Vec::new();
    for (number, mut client) in clients.into_iter().enumerate() {
        match number % 4 {
            0 => drop(client),
            1 => {
                let closed = Socket::from(client.stream).set_linger(None);
                closed.map_err(|error| format!("a client cannot close: {error}"))?;
            }
            2 => {
                shut_down(&mut client)?;
                half_closed.push(client);
            }
            _ => {
                client.says([b'z'; LONGEST_LINE + 1]);
                half_closed.push(client);
            }
        }
    }
    lets_it_be_read(&mut witness, &server, "40 clients go.")?;
    let mut watch = Watch::new(&server);
    loop {
        let now = server.descriptors().unwrap_or_default();
        if now == before {
            return Ok(());
        }
        if watch.stalled(|| true).is_some() {
            let words = format!(
                "40 clients connected, got an answer and went. Before, your program had {before} \
                 descriptors. Now it has {now}."
            );
            return Err(server.seen(words, None));
        }
    }
}

fn idle(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = Server::start_small(bench)?;
    let mut witness = server.witness()?;
    if server.threads().is_none() {
        return skip("this system does not show whether a program sleeps");
    }
    let _silent = server.connect()?;
    let mut in_a_line = server.connect()?;
    in_a_line.says("I will fin");
    lets_it_be_read(&mut witness, &server, "A client says half a line.")?;
    let story = "Three clients are connected and say nothing.";
    falls_asleep(&server, story, "always_wants_to_write")?;

    let mut greedy = server.connect()?;
    if says_without_end(&mut greedy, &server) < FAR_TOO_MUCH {
        let story = "A client has said very many lines and reads no answer.";
        falls_asleep(&server, story, "asks_but_does_not_read")?;
    }

    let mut slow = server.connect()?;
    piles_up_answers(&mut slow, &mut witness, &server, MANY)?;
    shut_down(&mut slow)?;
    let story = "A client has ended its stream and has not read its answers yet.";
    falls_asleep(&server, story, "reads_on_after_the_end")
}

/// A program that has nothing to do sleeps, and nothing wakes it up.
fn falls_asleep(server: &Server, story: &str, mistake: &'static str) -> Result<(), Failure> {
    let mut watch = Watch::new(server);
    loop {
        match watch.stalled(|| true) {
            None => {}
            Some(Stall::Asleep) => return Ok(()),
            Some(Stall::Busy | Stall::Late) => {
                let words = format!(
                    "{story} The server has nothing to do, but it does not sleep: poll returns at \
                     once, again and again."
                );
                return Err(server.seen(words, Some(mistake)));
            }
        }
    }
}

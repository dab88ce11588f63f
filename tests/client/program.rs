//! What the program says of its stages, and what that means.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use grader::process::Process;
use grader::{Bench, DEADLINE, Ended, Failure, Folder, Running, seen};
use real::inside::dozes;
use real::kernel::{self, State};
use real::server::says_nonsense;

/// A space at both ends and no line end, an empty line in the middle, and bytes that are no text.
pub const REQUEST: &[u8] = b" GET /\xff\0 HTTP/1.0\r\n\r\nand a body ";

/// After this time Linux sends no further SYN (tcp_syn_retries in tcp(7)).
const LAST_SYN: Duration = Duration::from_secs(127);

/// What the program said of a stage.
pub enum Line {
    Created(Created),
    /// The socket's own end, as getsockname has it.
    Connected(String),
    /// The same, where the kernel has no peer for it yet.
    Connecting(String),
    Answered(Answered),
    Disconnected,
    Error(StageError),
}

/// The socket that the first stage gave back.
pub struct Created {
    /// Whether it carries a stream, as one of TCP does (SO_TYPE in socket(7)).
    pub is_stream: bool,
    /// Whether it has a peer by then.
    pub is_connected: bool,
    /// Its own end, as getsockname has it.
    pub local: String,
}

/// The socket after the third stage.
pub struct Answered {
    /// Whether the next receive finds the end.
    pub at_the_end: bool,
    /// Its own end, as getsockname has it.
    pub local: String,
}

/// The error that a stage gave back.
#[derive(Clone)]
pub struct StageError {
    /// The stage's number.
    stage: String,
    /// The kind of the error, as Rust names it.
    pub kind: String,
    /// Whether it is an error that the kernel gave.
    pub is_the_kernels: bool,
    text: String,
}

impl StageError {
    /// Whether it is no error of this machine: the given part keeps the answer in a file, and there may
    /// be no room for it.
    pub fn is_not_the_machines(&self, folder: &Folder) -> Result<(), String> {
        if self.stage == "0" { folder.has_room() } else { Ok(()) }
    }

    /// Whether the third stage was told EPIPE: its own direction has ended.
    pub fn is_a_broken_pipe(&self) -> bool {
        self.stage == "3" && self.is_the_kernels && self.kind == "BrokenPipe"
    }

    /// Whether the first stage was refused: it must have connected its socket.
    pub fn is_refused_at_once(&self) -> bool {
        self.stage == "1" && self.kind == "ConnectionRefused"
    }

    /// Whether its kind is one that a reset has, in the call that is told of it or in a later one. A program may
    /// have put words of its own around it.
    pub fn is_about_a_reset(&self) -> bool {
        ["ConnectionReset", "BrokenPipe", "NotConnected"].contains(&self.kind.as_str())
    }

    /// Whether stage 2 gave up by itself. The kernel's own ETIMEDOUT comes after two minutes.
    pub fn is_impatient(&self) -> bool {
        self.stage == "2" && !self.is_the_kernels && self.kind == "TimedOut"
    }

    /// `connect gave back the error ConnectionRefused: Connection refused`
    pub fn sentence(&self) -> String {
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
pub fn next_line(running: &mut Running) -> Result<Option<Line>, Failure> {
    running.line().map(|line| read(&line)).transpose()
}

/// The same, where it may take longer: each packet that the kernel sends again comes later than the one before.
pub fn next_line_patiently(running: &mut Running) -> Result<Option<Line>, Failure> {
    let process = Process::new(running.id());
    let mut look = || {
        let line = running.line_that_has_come();
        (line.is_some() || process.is_zombie()).then_some(line)
    };
    // The kernel waits twice as long from one SYN to the next. It ends that by itself (tcp_syn_retries in tcp(7)).
    let asks = || {
        let rows = kernel::rows_of(process.id()).unwrap_or_default();
        rows.iter().any(|row| row.state == State::SynSent)
    };
    let mut line = kernel::until(4 * DEADLINE, &mut look);
    let most = Instant::now() + LAST_SYN;
    while line.is_none() && asks() && Instant::now() < most {
        line = kernel::until(DEADLINE, &mut look);
    }
    match line.flatten() {
        Some(line) => read(&line).map(Some),
        None => next_line(running),
    }
}

/// What a line says.
fn read(line: &str) -> Result<Line, Failure> {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    Ok(match first {
        "created" => {
            let Some((kind, local)) = rest.split_once(' ') else { return Err(says_nonsense(line)) };
            let (is_stream, is_connected) = (kind != "other", kind == "connected");
            Line::Created(Created { is_stream, is_connected, local: local.to_owned() })
        }
        "connected" => Line::Connected(rest.to_owned()),
        "connecting" => Line::Connecting(rest.to_owned()),
        "answered" => {
            let Some((found, local)) = rest.split_once(' ') else {
                return Err(says_nonsense(line));
            };
            Line::Answered(Answered { at_the_end: found == "end", local: local.to_owned() })
        }
        "disconnected" => Line::Disconnected,
        "error" => {
            let words: Vec<_> = rest.splitn(4, ' ').collect();
            let [stage, kind, origin, text] = words[..] else { return Err(says_nonsense(line)) };
            let is_the_kernels = origin == "kernel";
            let [stage, kind, text] = [stage, kind, text].map(str::to_owned);
            Line::Error(StageError { stage, kind, is_the_kernels, text })
        }
        _ => return Err(says_nonsense(line)),
    })
}

/// What the first stage came to.
pub fn creates(running: &mut Running) -> Result<Option<Created>, Failure> {
    match next_line(running)? {
        Some(Line::Created(created)) => Ok(Some(created)),
        Some(Line::Error(error)) if error.is_refused_at_once() => {
            Err(seen(error.sentence(), Some("create_connects")))
        }
        Some(Line::Error(error)) => Err(not_connected(&error)),
        Some(_) => Err(seen("Your program tells the grader of a later stage first.", None)),
        None => Ok(None),
    }
}

/// Starts the program with a server to call. Its files are in `folder`.
pub fn start(
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
    Ok(bench.program.writing(&answer_file).start(arguments)?)
}

/// What stage 2 came to: the socket's own end, or an error.
pub type Connected = Result<String, StageError>;

/// What the first two stages came to. `None` if the program ends, or hangs, before that.
pub fn connects(running: &mut Running) -> Result<Option<Connected>, Failure> {
    let mut line = next_line(running)?;
    if matches!(line, Some(Line::Created(_))) {
        line = next_line(running)?;
    }
    line.map(came_to).transpose()
}

fn came_to(line: Line) -> Result<Connected, Failure> {
    match line {
        Line::Connected(local) | Line::Connecting(local) => Ok(Ok(local)),
        Line::Error(error) => Ok(Err(error)),
        _ => Err(seen("Your program tells the grader of a later stage first.", None)),
    }
}

/// The same, where the program has said that its socket was created: unless it sleeps before, for a time that
/// it has chosen itself. Then it calls this.
pub fn connects_unless_it_rests(
    running: &mut Running,
    rests: impl FnOnce() -> Result<(), Failure>,
) -> Result<Option<Connected>, Failure> {
    let process = Process::new(running.id());
    let told = kernel::until(DEADLINE, || {
        let line = running.line_that_has_come();
        (line.is_some() || process.is_zombie() || dozes(process)).then_some(line)
    });
    match told {
        Some(Some(line)) => came_to(read(&line)?).map(Some),
        _ => {
            rests()?;
            connects(running)
        }
    }
}

/// Stages 1 and 2, where a server listens at the given address. A program that ends later, as its
/// third stage is not written yet, has passed these two.
pub fn connects_or_fails(mut running: Running) -> Result<(Running, String), Failure> {
    match connects(&mut running)? {
        Some(Ok(local)) => Ok((running, local)),
        Some(Err(error)) => Err(not_connected(&error)),
        None => Err(Failure::Ended(running.end().ended)),
    }
}

/// Stage 1 or 2 gave back an error, although a server waits.
pub fn not_connected(error: &StageError) -> Failure {
    let sentence = error.sentence();
    match error.kind.as_str() {
        "AddrInUse" | "AddrNotAvailable" => {
            let words = format!("{sentence} A client needs no port that others can know.");
            seen(words, Some("a_port_of_its_own"))
        }
        "ConnectionRefused" => {
            let words = format!("{sentence} But a server listens at the given address and port.");
            // A socket of another kind hears of it later.
            seen(words, Some("another_place").filter(|_| error.stage == "2"))
        }
        // Rust's name for EINPROGRESS.
        "InProgress" if error.stage == "2" => seen(
            format!("{sentence} But a server listens there."),
            Some("in_progress_is_connected"),
        ),
        _ => seen(format!("{sentence} But a server listens there."), None),
    }
}

/// A program that ends in place of giving back an error.
pub fn ended_early(ended: Ended, situation: &str) -> Failure {
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

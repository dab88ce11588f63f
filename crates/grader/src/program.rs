//! Runs a learner's program as a process of its own, which can neither hang nor flood the grader.
//!
//! assert_cmd would keep all that a program prints; a program that prints without end would fill the
//! machine's memory. So the program is read here, a bounded part of its output is kept, and the rest
//! is thrown away.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use netstack::Story;

use crate::ended::{Ended, panic_message};
use crate::launcher::{self, Contained, Launch};
use crate::left::{Left, left};
use crate::patience::{DEADLINE, Late, Patience, Turns};
use crate::process::Process;
use crate::started;
use crate::temporary::Folder;

/// How much of a program's output is kept, in bytes, of each stream.
const KEPT: usize = 16 * 1024;

/// How much a program may print in all, in bytes, to each stream.
const FLOOD: usize = 1024 * 1024;

/// A line on standard output that begins so is meant for the grader.
const FOR_GRADER: &[u8] = b"@ ";

/// A program that can be run and judged.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
    mistake: Option<String>,
    /// What it may write, where it runs in a sandbox.
    written: Vec<PathBuf>,
    /// Whether it is the course's own, and needs no sandbox.
    is_trusted: bool,
    /// How much it may print.
    most: usize,
}

/// What became of a program.
#[derive(Debug, Clone)]
pub struct Run {
    /// How it ended.
    pub ended: Ended,
    /// The beginning of what it printed to standard output, without the lines for the grader.
    pub stdout: String,
    /// The beginning of what it printed to standard error.
    pub stderr: String,
}

impl Run {
    /// Where and why the program panicked: its main thread, or the first of its threads that did.
    pub fn panic(&self) -> Option<(String, String)> {
        panic_message(&self.stderr)
    }

    /// What the program printed, to both streams, without the message of a panic.
    pub fn printed(&self) -> String {
        let (debug, _panic) = self.stderr.split_once("\nthread '").unwrap_or((&self.stderr, ""));
        let debug = if debug.starts_with("thread '") { "" } else { debug };
        format!("{}{debug}", self.stdout)
    }
}

/// A program that is running.
#[derive(Debug)]
pub struct Running {
    child: Child,
    contained: Option<Contained>,
    /// Behind a lock that nobody waits for: several clients may share what is running.
    events: Mutex<Receiver<Event>>,
    open_streams: usize,
    kept: [Arc<Mutex<Vec<u8>>>; 2],
    /// Until when the present phase may last.
    patience: Patience,
    stopped: Option<Ended>,
    /// Whether everything that it has started was ended, and its id may be another's.
    is_over: bool,
}

#[derive(Debug)]
enum Event {
    /// A line for the grader.
    Line(String),
    /// One of the two streams has ended.
    Closed,
    /// The program has printed too much.
    Flood,
}

impl Program {
    /// The program at this path.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            mistake: None,
            written: Vec::new(),
            is_trusted: false,
            most: FLOOD,
        }
    }

    /// A program that is not judged: it never runs in a sandbox.
    #[doc(hidden)]
    pub fn trusted(path: impl Into<PathBuf>) -> Self {
        Self { is_trusted: true, ..Self::new(path) }
    }

    /// The same program, which will write this file, and need not make it.
    #[must_use]
    pub fn writing(&self, file: impl Into<PathBuf>) -> Self {
        Self { written: vec![file.into()], ..self.clone() }
    }

    /// The same program, told to make a known mistake.
    #[must_use]
    pub fn with_mistake(&self, name: &str) -> Self {
        Self { mistake: Some(name.to_owned()), ..self.clone() }
    }

    /// The same program, which may print without end: a server that is asked very often may tell of each
    /// request.
    #[must_use]
    pub fn printing_freely(&self) -> Self {
        Self { most: usize::MAX, ..self.clone() }
    }

    /// The known mistake that it was told to make.
    pub fn mistake(&self) -> Option<&str> {
        self.mistake.as_deref()
    }

    /// Where the program is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Starts the program. Its standard input is a pipe.
    ///
    /// # Errors
    ///
    /// A sentence, if the machine does not let it start.
    pub fn start<S: Into<OsString>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<Running, String> {
        self.start_on(Stdio::piped(), arguments)
    }

    /// Starts the program on this standard input.
    ///
    /// # Errors
    ///
    /// A sentence, if the machine does not let it start.
    pub fn start_on<S: Into<OsString>>(
        &self,
        input: impl Into<Stdio>,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<Running, String> {
        let arguments: Vec<_> = arguments.into_iter().map(Into::into).collect();
        let (mut command, launch) = self.command(&arguments)?;
        command.env("RUST_BACKTRACE", "0").envs(self.mistake.iter().map(|m| ("MISTAKE", m)));
        command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = started::start(&mut command)
            .map_err(|error| format!("{} cannot be started: {error}", self.path.display()))?;
        let contained = launch.map(|launch| launch.wait(&mut child)).transpose()?;

        let (sender, events) = mpsc::channel();
        let kept: [Arc<Mutex<Vec<u8>>>; 2] = Default::default();
        let out: [Option<Box<dyn Read + Send>>; 2] = [
            child.stdout.take().map(|pipe| Box::new(pipe) as _),
            child.stderr.take().map(|pipe| Box::new(pipe) as _),
        ];
        let mut open_streams = 0;
        for (pipe, kept) in out.into_iter().zip(&kept) {
            let Some(pipe) = pipe else { continue };
            let (kept, sender, most) = (Arc::clone(kept), sender.clone(), self.most);
            let reader = thread::Builder::new();
            if let Err(error) = reader.spawn(move || drain(pipe, most, &kept, &sender)) {
                started::end(&mut child);
                return Err(format!("no thread can be made: {error}"));
            }
            open_streams += 1;
        }
        Ok(Running {
            child,
            contained,
            events: Mutex::new(events),
            open_streams,
            kept,
            patience: Patience::new(DEADLINE, Turns::default()),
            stopped: None,
            is_over: false,
        })
    }

    /// What starts the program, and the sandbox that it starts it in, if there is a launcher.
    fn command(&self, arguments: &[OsString]) -> Result<(Command, Option<Launch>), String> {
        match launcher::named() {
            Some(launcher) if !self.is_trusted => {
                let launch = Launch::new()?;
                let command = launch.command(&launcher, &self.path, arguments, &self.written)?;
                Ok((command, Some(launch)))
            }
            _ => {
                let mut command = Command::new(&self.path);
                command.args(arguments);
                Ok((command, None))
            }
        }
    }

    /// Plays the stories of a file: the text of the traces, as far as the program came, and how it
    /// ended.
    ///
    /// # Errors
    ///
    /// A sentence, if the program can't be started, or the file is no story.
    pub fn play(&self, file: &Path) -> Result<(String, Run), String> {
        let (text, run) = self.play_in(&Folder::new()?, Some(file))?;
        if run.ended == Ended::Exited(2) {
            let stories = fs::read_to_string(file).map_err(|error| {
                format!("{}: the story cannot be read: {error}", file.display())
            })?;
            are_stories(&file.display().to_string(), &stories)?;
        }
        Ok((text, run))
    }

    /// Plays the stories of a text.
    ///
    /// # Errors
    ///
    /// A sentence, if the program can't be started, or the text is no story.
    pub fn play_text(&self, stories: &str) -> Result<(String, Run), String> {
        let folder = Folder::new()?;
        let file = folder.path().join("stories");
        fs::write(&file, stories)
            .map_err(|error| format!("no temporary file can be written: {error}"))?;
        let (text, run) = self.play_in(&folder, Some(&file))?;
        if run.ended == Ended::Exited(2) {
            are_stories("these stories", stories)?;
        }
        Ok((text, run))
    }

    /// Plays the chapter's story, which the program knows.
    ///
    /// # Errors
    ///
    /// A sentence, if the program can't be started.
    pub fn play_chapter(&self) -> Result<(String, Run), String> {
        self.play_in(&Folder::new()?, None)
    }

    fn play_in(&self, folder: &Folder, file: Option<&Path>) -> Result<(String, Run), String> {
        let trace = folder.path().join("trace");
        let arguments = file.into_iter().chain(["--trace".as_ref(), trace.as_path()]);
        let mut run = self.writing(&trace).run(arguments.map(Path::as_os_str))?;
        let text = match left(&trace)? {
            Left::File(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Left::Nothing => String::new(),
            Left::Other(what) => {
                if matches!(run.ended, Ended::Exited(_)) {
                    run.ended = Ended::LeftInstead(what);
                }
                String::new()
            }
        };
        if run.ended == Ended::Exited(2) {
            folder.has_room()?;
        }
        Ok((text, run))
    }

    /// Runs the program to its end, or to the deadline.
    ///
    /// # Errors
    ///
    /// A sentence, if the machine does not let it start.
    pub fn run<S: Into<OsString>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<Run, String> {
        self.start(arguments).map(Running::end)
    }
}

/// A program that can't read its stories says so, and ends with 2. What it says may be anybody's. So
/// the stories are read here.
///
/// # Errors
///
/// A sentence, if they are none.
fn are_stories(name: &str, text: &str) -> Result<(), String> {
    match Story::parse_all(text) {
        Ok(stories) if stories.is_empty() => Err(format!("{name}: there is no story in it")),
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

/// Reads a stream to its end, keeps its beginning and passes the grader's lines on.
fn drain(mut pipe: impl Read, most: usize, kept: &Mutex<Vec<u8>>, events: &Sender<Event>) {
    let mut buffer = vec![0; 64 * 1024];
    let mut line = Vec::new();
    let (mut total, mut told) = (0, 0);
    // A receiver that has gone has seen enough: then nobody minds what cannot be sent.
    while let Ok(length @ 1..) = pipe.read(&mut buffer) {
        total += length;
        // What is for the grader is kept until somebody asks for it, so of that there may never be much.
        if total > most || told > FLOOD {
            let _ = events.send(Event::Flood);
            return;
        }
        for byte in &buffer[..length] {
            if line.len() < KEPT {
                line.push(*byte);
            }
            if *byte == b'\n' {
                told += finish_line(&mut line, kept, events);
            }
        }
    }
    finish_line(&mut line, kept, events);
    let _ = events.send(Event::Closed);
}

/// How many bytes were for the grader.
fn finish_line(line: &mut Vec<u8>, kept: &Mutex<Vec<u8>>, events: &Sender<Event>) -> usize {
    let mut told = 0;
    if let Some(words) = line.strip_prefix(FOR_GRADER) {
        let words = String::from_utf8_lossy(words).trim_end().to_owned();
        let _ = events.send(Event::Line(words));
        told = line.len();
    } else {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let room = KEPT.saturating_sub(kept.len());
        kept.extend(line.iter().take(room));
    }
    line.clear();
    told
}

impl Running {
    /// The process id. No process has it, if the program ran in a sandbox and ended before it was seen.
    pub fn id(&self) -> u32 {
        self.contained.as_ref().map_or(self.child.id(), Contained::id)
    }

    /// The next line that the program prints for the grader, without the mark that it begins with.
    /// `None` if the program ends, or the deadline comes, before there is one.
    pub fn line(&mut self) -> Option<String> {
        self.begin(DEADLINE);
        self.next_line()
    }

    /// The next line for the grader, if it has come. Does not wait.
    pub fn line_that_has_come(&mut self) -> Option<String> {
        loop {
            let events = self.events.get_mut().unwrap_or_else(PoisonError::into_inner);
            match events.try_recv().ok()? {
                Event::Line(line) => return Some(line),
                Event::Closed => self.open_streams -= 1,
                Event::Flood => self.stopped = Some(Ended::Floods),
            }
        }
    }

    fn next_line(&mut self) -> Option<String> {
        while self.open_streams > 0 && self.stopped.is_none() {
            if let Some(line) = self.event() {
                return Some(line);
            }
        }
        None
    }

    /// Begins another phase, with a deadline of its own.
    fn begin(&mut self, deadline: Duration) {
        if self.stopped.is_none() {
            self.patience = Patience::new(deadline, self.turns());
        }
    }

    /// With a sandbox around it, that of the sandbox: it ends after the program, and when the machine lets it.
    fn turns(&self) -> Turns {
        let turns = Turns::of(Process::new(self.child.id()));
        let waits_for_its_sandbox = self.contained.as_ref().is_some_and(Contained::has_ended);
        if waits_for_its_sandbox { turns.kept_waiting() } else { turns }
    }

    /// Writes a line to the program's standard input. A program that has ended does not read it.
    pub fn say(&mut self, words: &str) {
        if let Some(stdin) = &mut self.child.stdin {
            let _ = writeln!(stdin, "{words}");
        }
    }

    /// Whether the program has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.is_over || started::has_ended(&mut self.child)
    }

    /// Waits until the program ends, or stops it at the deadline, which begins now.
    pub fn end(self) -> Run {
        self.end_within(DEADLINE)
    }

    /// Waits until the program ends, but no longer than this.
    pub fn end_within(mut self, deadline: Duration) -> Run {
        drop(self.child.stdin.take());
        self.begin(deadline);
        while self.next_line().is_some() {}
        while self.stopped.is_none() && !self.has_ended() {
            if self.patience.left().is_zero() {
                self.stop_at_deadline();
            } else {
                thread::sleep(Duration::from_millis(1));
            }
        }
        let status = self.kill();
        let [stdout, stderr] = self.kept.each_ref().map(|kept| {
            let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            String::from_utf8_lossy(&kept).into_owned()
        });
        let ended = match (self.stopped.take(), status) {
            (Some(ended), _) => ended,
            (None, Some(status)) => match Ended::of(status, &stderr) {
                Ended::Exited(code) if self.contained.is_some() => Ended::of_the_sandbox(code),
                ended => ended,
            },
            (None, None) => Ended::Waits,
        };
        Run { ended, stdout, stderr }
    }

    /// Takes in one event.
    fn event(&mut self) -> Option<String> {
        let left = self.patience.left();
        let events = self.events.get_mut().unwrap_or_else(PoisonError::into_inner);
        match events.recv_timeout(left) {
            Ok(Event::Line(line)) => return Some(line),
            Ok(Event::Closed) => self.open_streams -= 1,
            Ok(Event::Flood) => self.stopped = Some(Ended::Floods),
            Err(RecvTimeoutError::Timeout) => self.stop_at_deadline(),
            Err(RecvTimeoutError::Disconnected) => self.open_streams = 0,
        }
        None
    }

    /// The deadline has come. A program that has ended meanwhile is not to blame, nor is one that the
    /// machine keeps waiting.
    fn stop_at_deadline(&mut self) {
        if self.has_ended() {
            // A child of the program has kept its output open.
            self.open_streams = 0;
            return;
        }
        self.stopped = match self.patience.is_over(self.turns()) {
            Late::KeptWaiting => None,
            Late::Busy => Some(Ended::Loops),
            Late::Waits => Some(Ended::Waits),
        };
    }

    /// Kills the program, if it still runs, and everything it has started; then asks how it ended.
    fn kill(&mut self) -> Option<ExitStatus> {
        let is_over = std::mem::replace(&mut self.is_over, true);
        self.contained.iter().filter(|_| !is_over).for_each(Contained::end);
        started::end(&mut self.child)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

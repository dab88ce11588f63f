//! A client of the numbered echo, which knows what the server must answer; and the server.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use grader::{Bench, DEADLINE, Ended, Failure, Run, shortened};
use real::client::{Client, Name, Trouble, Wrong};
use real::idle::InVain;
use real::kernel::{self, Entry};
use real::server::Server;

/// The size of the kernel's buffers where they are to be filled, on each side and in each direction.
/// Linux takes twice as much.
pub const SMALL: usize = 4 * 1024;

/// How long one phase of a talk may take in all. As long as something comes there is hope, but a program
/// that gives a byte now and then must come to a verdict, too.
pub const PHASE: Duration = Duration::from_secs(5 * DEADLINE.as_secs());

/// Starts the program, has it judged, and ends it. If the program has ended, that is what is told.
pub fn served(
    bench: &Bench<'_>,
    judge: impl FnOnce(&Server) -> Result<(), Wrong>,
) -> Result<(), Failure> {
    served_with(bench, &["127.0.0.1:0"], judge)
}

/// The same, with small buffers in the kernel for each of its clients.
pub fn served_small(
    bench: &Bench<'_>,
    judge: impl FnOnce(&Server) -> Result<(), Wrong>,
) -> Result<(), Failure> {
    served_with(bench, &["127.0.0.1:0", &SMALL.to_string()], judge)
}

fn served_with(
    bench: &Bench<'_>,
    arguments: &[&str],
    judge: impl FnOnce(&Server) -> Result<(), Wrong>,
) -> Result<(), Failure> {
    more_files();
    let mut server = Server::start(bench.program, arguments)?;
    match judge(&server) {
        Err(Wrong::Met { words, broke, mistake, ended: name, .. }) => {
            if (broke && server.ends()) || server.has_ended() {
                return Err(ended(&server.end(), name));
            }
            Err(Failure::Seen(words, mistake))
        }
        Err(Wrong::Is(failure)) => Err(failure),
        Ok(()) => Ok(()),
    }
}

/// What a check says that has seen something wrong, if the program still runs.
pub fn seen(words: impl Into<String>, mistake: Name) -> Wrong {
    Wrong::Met { words: words.into(), broke: false, mistake, ended: None, floods: None }
}

/// Somebody who talks with the server, and knows what it must answer.
pub struct Talk {
    pub client: Client,
    /// All that it says.
    says: Vec<u8>,
    /// All that it must hear, and how much of it has come.
    pub answers: Vec<u8>,
    pub heard: usize,
    /// The number of its next line, and where this begins in `says`.
    number: u64,
    line: usize,
}

/// What a client hears in place of what it must hear.
pub enum Instead {
    /// Another answer: the line that must come, and what came. And whether what follows is a later part of
    /// what must come, or an earlier one.
    Other { must: Vec<u8>, came: Vec<u8>, goes_on: Option<GoesOn> },
    /// The end of the connection. This line must come.
    End { must: Vec<u8> },
    /// Nothing. This line must come, or the end, if it is empty.
    Nothing { must: Vec<u8>, why: InVain },
}

/// So many bytes of a stream stand in one place of it only: a whole number, and more.
const PIECE: usize = 24;

/// Where a stream goes on that has lost its place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum GoesOn {
    /// A part is missing.
    Later,
    /// A part came again.
    Earlier,
}

impl Instead {
    /// What is wrong, after a story that leads to it. Some things tell by themselves which mistake they
    /// come from. Otherwise `name` tells.
    pub fn after(self, story: &str, name: impl FnOnce(&Self) -> Name) -> Wrong {
        let name = name(&self);
        let broke = matches!(self, Self::End { .. });
        let (words, known) = match self {
            Self::Other { must, came, .. } if must.is_empty() => {
                (format!("It must get nothing more. It gets `{}`.", shown(&came)), None)
            }
            Self::Other { must, came, .. } => (
                format!("It must get `{}`. It gets `{}`.", shown(&must), shown(&came)),
                other_answer(&must, &came),
            ),
            Self::End { must } => (
                format!("It must get `{}`. But the server closes its connection.", shown(&must)),
                None,
            ),
            Self::Nothing { must, why } => {
                let why = match why {
                    InVain::Rests => "The program sleeps, and nothing will wake it up",
                    InVain::Busy => "The program keeps the processor busy and answers nobody",
                    InVain::Late => "It waits for it in vain",
                };
                if must.is_empty() {
                    (format!("The server must close its connection, but does not. {why}."), None)
                } else {
                    (format!("It must get `{}`, and gets nothing. {why}.", shown(&must)), None)
                }
            }
        };
        let words = format!("{story} {words}");
        Wrong::Met { words, broke, mistake: known.or(name), ended: None, floods: None }
    }

    /// The mistake of a server that counts all lines: the number is that of the line among all.
    pub fn counts_all(&self, lines: u64) -> Name {
        let Self::Other { must, came, .. } = self else { return None };
        let (must, came) = (parts(must)?, parts(came)?);
        (came.1 == must.1 && came.0 == lines && came.0 != must.0).then_some("one_counter_for_all")
    }

    /// This mistake, if the line has these bytes of another client before its own.
    pub fn begins_with(&self, others: &[u8], mistake: &'static str) -> Name {
        let Self::Other { must, came, .. } = self else { return None };
        (parts(came)?.1 == [others, &parts(must)?.1].concat()).then_some(mistake)
    }

    /// This mistake, if the stream goes on there.
    pub fn goes_on(&self, there: GoesOn, mistake: &'static str) -> Name {
        matches!(self, Self::Other { goes_on, .. } if *goes_on == Some(there)).then_some(mistake)
    }

    /// Whether this came: the answer to these words, with any number.
    pub fn is_the_answer_to(&self, words: &[u8]) -> bool {
        let Self::Other { came, .. } = self else { return false };
        parts(came).is_some_and(|(_, text)| text == words)
    }

    /// Whether the answer to a line came that has lost some of its bytes, at its beginning or at its end.
    pub fn is_shorter(&self) -> bool {
        let Self::Other { must, came, .. } = self else { return false };
        let (Some(must), Some(came)) = (parts(must), parts(came)) else { return false };
        let is_part = must.1.starts_with(&came.1) || must.1.ends_with(&came.1);
        must.0 == came.0 && is_part && (1..must.1.len()).contains(&came.1.len())
    }

    /// This mistake, if nothing came.
    pub fn is_nothing(&self, mistake: &'static str) -> Name {
        matches!(self, Self::Nothing { .. }).then_some(mistake)
    }

    /// This mistake, if the connection ended.
    pub fn is_the_end(&self, mistake: &'static str) -> Name {
        matches!(self, Self::End { .. }).then_some(mistake)
    }
}

impl Talk {
    /// A client connects.
    pub fn begins(server: &Server) -> Result<Self, Wrong> {
        Self::begins_with(server, Some(SMALL))
    }

    /// The same, with so much room for what it says; or with as much as the kernel likes to give.
    pub fn begins_with(server: &Server, room: Option<usize>) -> Result<Self, Wrong> {
        let client = Client::connect_as(server.address, server.process, |socket| {
            // Before connect, as the window is agreed upon there.
            socket.set_recv_buffer_size(SMALL)?;
            room.map_or(Ok(()), |room| socket.set_send_buffer_size(room))?;
            // Who does not linger leaves nothing in TIME_WAIT, but sends RST in place of FIN.
            socket.set_linger(Some(Duration::ZERO))
        });
        let client = client.map_err(|trouble| trouble.when("A client came, but", None, None))?;
        let (says, answers) = (Vec::new(), Vec::new());
        Ok(Self { client, says, answers, heard: 0, number: 1, line: 0 })
    }

    /// A client that has said a line and has its answer. It speaks when the server sleeps again, and not a moment
    /// earlier or later, by luck.
    pub fn goes_on(server: &Server) -> Result<Self, Wrong> {
        let mut talk = server.takes_in(|| Self::begins(server))?;
        talk.says("I am here\n");
        talk.hears().map_err(|it| it.after("A client says a line.", |_| None))?;
        Ok(talk)
    }

    /// Says as much as the kernel takes, and the rest while it listens. It knows the answers to the lines
    /// that are whole by it.
    pub fn says(&mut self, words: impl AsRef<[u8]>) {
        self.client.will_say(&words);
        self.will_hear(words.as_ref());
    }

    /// Says lines whose answers have so many bytes together.
    pub fn is_answered_with(&mut self, mut bytes: usize) {
        while bytes > 0 {
            let most = if bytes > 1000 { 500 } else { bytes };
            let number = format!("{} ", self.number).len();
            let line = "-".repeat(most.saturating_sub(number + 1)) + "\n";
            bytes = bytes.saturating_sub(number + line.len());
            self.says(line);
        }
    }

    fn will_hear(&mut self, answers_to: &[u8]) {
        for &byte in answers_to {
            self.says.push(byte);
            if byte == b'\n' {
                self.answers.extend(format!("{} ", self.number).into_bytes());
                self.answers.extend_from_slice(&self.says[self.line..]);
                self.number += 1;
                self.line = self.says.len();
            }
        }
    }

    /// How much of what it says the kernel has taken.
    pub fn said(&mut self) -> usize {
        self.says.len() - self.client.unsaid().len()
    }

    /// Says nothing more. What the kernel has not taken of it will never be said.
    pub fn says_no_more(&mut self) {
        let said = self.said();
        let said = self.says[..said].to_vec();
        self.client.unsaid().clear();
        self.client.says_no_more();
        (self.says, self.answers, self.number, self.line) = (Vec::new(), Vec::new(), 1, 0);
        self.will_hear(&said);
    }

    /// Hears all answers.
    pub fn hears(&mut self) -> Result<(), Instead> {
        let start = Instant::now();
        while self.heard < self.answers.len() {
            match self.hears_more(start) {
                Ok(came) => {
                    let came = self.with_what_follows(came, start);
                    self.compares(&came)?;
                }
                Err(trouble) => return Err(self.nothing(trouble)),
            }
        }
        Ok(())
    }

    /// Whether all answers have come.
    pub fn has_heard_all(&self) -> bool {
        self.heard == self.answers.len()
    }

    /// Hears the end of the connection, or that it was reset.
    pub fn hears_the_end(&mut self) -> Result<(), Instead> {
        let start = Instant::now();
        loop {
            match self.hears_more(start) {
                Ok(came) => self.compares(&came)?,
                Err(Trouble::End(_)) => return Ok(()),
                Err(trouble) => return Err(self.nothing(trouble)),
            }
        }
    }

    /// Hears some of what has come, if something has. False, if the stream has ended.
    pub fn sips_once(&mut self) -> Result<bool, Instead> {
        let mut buffer = [0; 4096];
        match self.client.stream.read(&mut buffer) {
            Ok(0) => Ok(false),
            Ok(length) => self.compares(&buffer[..length]).map(|()| true),
            Err(error) => Ok(error.kind() == io::ErrorKind::WouldBlock),
        }
    }

    fn hears_more(&mut self, start: Instant) -> Result<Vec<u8>, Trouble> {
        if start.elapsed() >= PHASE {
            return Err(Trouble::Silence(InVain::Late));
        }
        self.client.hears(|heard| (!heard.is_empty()).then(|| std::mem::take(heard)))
    }

    fn nothing(&self, trouble: Trouble) -> Instead {
        let must = self.next_answer();
        match trouble {
            Trouble::Silence(why) => Instead::Nothing { must, why },
            _ => Instead::End { must },
        }
    }

    /// Compares what came with what must come.
    pub fn compares(&mut self, came: &[u8]) -> Result<(), Instead> {
        let must = &self.answers[self.heard..];
        let same = must.iter().zip(came).take_while(|(must, came)| must == came).count();
        self.heard += same;
        if same == came.len() {
            return Ok(());
        }
        let begin = self.answers[..self.heard].iter().rposition(|byte| *byte == b'\n');
        let begun = &self.answers[begin.map_or(0, |at| at + 1)..self.heard];
        let rest = came[same..].split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
        let goes_on = self.where_it_goes_on(&came[same + rest.len()..]);
        Err(Instead::Other { must: self.next_answer(), came: [begun, rest].concat(), goes_on })
    }

    /// What came; and if it is wrong, and much more must come, also what follows the wrong line, which tells where
    /// the stream goes on.
    fn with_what_follows(&mut self, mut came: Vec<u8>, start: Instant) -> Vec<u8> {
        const MUCH: usize = 4096;
        let must = &self.answers[self.heard..];
        let same = must.iter().zip(&came).take_while(|(must, came)| must == came).count();
        if must.len() < MUCH || same == came.len() {
            return came;
        }
        let is_enough = |came: &[u8]| {
            let end = came[same..].iter().position(|byte| *byte == b'\n');
            end.is_some_and(|end| came.len() > same + end + PIECE)
        };
        while !is_enough(&came)
            && let Ok(more) = self.hears_more(start)
        {
            came.extend(more);
        }
        came
    }

    /// Where what comes after a wrong line stands in what must come.
    fn where_it_goes_on(&self, after: &[u8]) -> Option<GoesOn> {
        let piece = &after[..after.len().min(PIECE)];
        let is_in = |text: &[u8]| text.windows(PIECE).any(|window| window == piece);
        if is_in(&self.answers[self.heard..]) {
            Some(GoesOn::Later)
        } else {
            is_in(&self.answers[..self.heard]).then_some(GoesOn::Earlier)
        }
    }

    /// What the program keeps of this talk, if the kernel shows it: to be asked when the program rests.
    pub fn kept(&mut self, server: &Server) -> Option<Kept> {
        let [at_server, at_client] = self.rows(server)?;
        let (at_server, at_client) = (at_server?, at_client?);
        let unread = at_server.receive_queue as usize;
        let read = self.said().checked_sub(unread + at_client.send_queue as usize)?;
        let (mut number, mut answers, mut line) = (1, 0, 0);
        for (at, _) in self.says[..read].iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
            answers += format!("{number} ").len() + at + 1 - line;
            (number, line) = (number + 1, at + 1);
        }
        let written = self.heard + (at_server.send_queue + at_client.receive_queue) as usize;
        Some(Kept { read, unread, unsent: answers.saturating_sub(written) })
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

    /// The two rows of the connection in the kernel's table: the server's side, the client's.
    pub fn rows(&self, server: &Server) -> Option<[Option<Entry>; 2]> {
        let rows = kernel::rows().ok()?;
        let row = |local, remote| {
            rows.iter().find(|row| (row.local, row.remote) == (local, remote)).cloned()
        };
        let (server, client) = (server.address, self.client.local);
        Some([row(server, client), row(client, server)])
    }
}

/// What a program keeps of a talk, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    /// What it has read.
    pub read: usize,
    /// What has come for it and it has not read.
    pub unread: usize,
    /// The answers to what it has read that the kernel has not got.
    pub unsent: usize,
}

/// The number and the text of an answer.
fn parts(answer: &[u8]) -> Option<(u64, Vec<u8>)> {
    let space = answer.iter().position(|byte| *byte == b' ')?;
    let number = str::from_utf8(&answer[..space]).ok()?.parse().ok()?;
    let text = &answer[space + 1..];
    Some((number, text.strip_suffix(b"\n").unwrap_or(text).to_vec()))
}

/// Which mistake makes one answer of the other: only those that the two answers tell by themselves.
fn other_answer(must: &[u8], came: &[u8]) -> Option<&'static str> {
    let (must_number, must) = parts(must)?;
    let Some((number, text)) = parts(came) else {
        // The second of two lines that were taken for one: it has no number.
        let line = came.strip_suffix(b"\n").unwrap_or(came);
        return (!line.is_empty() && line == must).then_some("one_read_is_one_line");
    };
    let as_text = |line: &[u8]| String::from_utf8_lossy(line).trim().to_owned();
    let same_text = || as_text(&must) == as_text(&text).replace("\\r", "");
    match () {
        () if text == must && (number, must_number) == (0, 1) => Some("counts_from_zero"),
        () if number != must_number || text == must => None,
        () if same_text() => Some("lines_are_text"),
        () if text.is_empty() => None,
        // Of a line whose bytes are all the same, nobody can tell which part it is.
        () if must.starts_with(&text) && must.ends_with(&text) => None,
        () if must.starts_with(&text) => Some("one_read_is_one_line"),
        () if must.ends_with(&text) => Some("forgets_the_piece"),
        () => None,
    }
}

/// What to say of a program that has ended.
fn ended(run: &Run, name: Name) -> Failure {
    match &run.ended {
        Ended::Panicked { message, .. } => {
            let known = [
                ("Utf8Error", "lines_are_text"),
                ("ConnectionReset", "an_error_ends_the_server"),
                ("BrokenPipe", "an_error_ends_the_server"),
                ("InvalidData", "an_error_ends_the_server"),
            ];
            let known = known.iter().find(|(word, _)| message.contains(word));
            let mistake = known.map(|(_, mistake)| *mistake);
            let fits = ["overflow", "WouldBlock"].iter().any(|word| message.contains(word));
            match mistake.or(name.filter(|_| fits)) {
                Some(mistake) => Failure::Seen(grader::ending(&run.ended), Some(mistake)),
                None => Failure::Ended(run.ended.clone()),
            }
        }
        // The given program gives up if nobody can be accepted.
        Ended::Exited(1) => {
            let words =
                format!("Your program ended with an error: {}", shortened(run.stderr.trim()));
            // The kernel's words for EAGAIN, whatever its number is here.
            let would_block = would_block().to_string();
            let mistake = run.stderr.contains(&would_block).then_some("nobody_waits_is_an_error");
            Failure::Seen(words, mistake)
        }
        ended => Failure::Ended(ended.clone()),
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
pub fn shown(bytes: &[u8]) -> String {
    let text = bytes.escape_ascii().to_string();
    if text.len() <= 60 { text } else { format!("{} … ({} bytes)", &text[..40], bytes.len()) }
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

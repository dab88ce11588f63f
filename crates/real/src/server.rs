//! A program that is judged as a server: it is started, says where it waits, and at the end it is seen
//! what became of it.
//!
//! It says so in the first line that is meant for the grader: `@ listening 127.0.0.1:1234`.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::client::{Client, Trouble, Wrong};
use crate::idle;
use crate::kernel::{self, State};
use grader::process::Process;
use grader::real_needs::launcher;
use grader::{DEADLINE, Ended, Failure, Program, Run, Running, ending, shortened};

/// A server that waits for clients.
#[derive(Debug)]
pub struct Server {
    running: Running,
    /// Its process.
    pub process: Process,
    /// Where it waits.
    pub address: SocketAddr,
    /// What it said of its socket: `listening`.
    pub state: String,
    /// Whether it has taken in each thing that it was given time for.
    takes_in: AtomicBool,
}

/// What came of a start.
#[derive(Debug)]
pub enum Started {
    /// It says where its socket is.
    Waits(Server),
    /// It says something else.
    Says(String, Running),
    /// It has ended, or has said nothing until the deadline.
    Ended(Run),
    /// It has said nothing until the deadline. But the kernel shows a socket of it that listens here.
    Silent(SocketAddr, Run),
}

/// Starts a program, and hears the first line that it says.
///
/// # Errors
///
/// A fault, if the machine does not let it start.
pub fn start<S: Into<OsString>>(
    program: &Program,
    arguments: impl IntoIterator<Item = S>,
) -> Result<Started, Failure> {
    let mut running = program.start(arguments)?;
    let Some(line) = running.line() else {
        // What it has done until now goes with it.
        let rows = kernel::rows_of(running.id()).unwrap_or_default();
        let listens = rows.into_iter().find(|row| row.state == State::Listen);
        let run = running.end();
        return Ok(match listens {
            Some(row) => Started::Silent(row.local, run),
            None => Started::Ended(run),
        });
    };
    let Some((state, Ok(address))) =
        line.split_once(' ').map(|(state, address)| (state.to_owned(), address.parse()))
    else {
        return Ok(Started::Says(line, running));
    };
    let process = Process::new(running.id());
    let takes_in = AtomicBool::new(true);
    Ok(Started::Waits(Server { running, process, address, state, takes_in }))
}

/// The same, where the program has no rights (capabilities(7)), not even if this process is root's: it is in
/// a user namespace of its own (unshare(1)). In a sandbox it is that anyway.
///
/// # Errors
///
/// What is wrong, if it cannot be started.
pub fn start_without_rights(program: &Program, arguments: &[String]) -> Result<Started, Failure> {
    if launcher().is_some() {
        return start(program, arguments);
    }
    let unshare = Program::new("unshare");
    let unshare = match program.mistake() {
        Some(mistake) => unshare.with_mistake(mistake),
        None => unshare,
    };
    let own = ["--user".into(), "--".into(), OsString::from(program.path())];
    start(&unshare, own.into_iter().chain(arguments.iter().map(OsString::from)))
}

/// A line is for the grader, and it is none that the given part of a program says.
pub fn says_nonsense(line: &str) -> Failure {
    let words = format!(
        "Your program prints a line that begins with `@ `: `{}`. Such lines are the given part's, which \
         tells the grader what has happened. Does your code print one?",
        shortened(line)
    );
    Failure::Seen(words, None)
}

impl Started {
    /// The server that waits.
    ///
    /// # Errors
    ///
    /// How the program ended instead, or a fault.
    pub fn waits(self) -> Result<Server, Failure> {
        match self {
            Self::Waits(server) => Ok(server),
            Self::Says(line, _) => Err(says_nonsense(&line)),
            Self::Ended(run) | Self::Silent(_, run) => Err(Failure::Ended(run.ended)),
        }
    }
}

impl Server {
    /// Starts a server, which waits for clients.
    ///
    /// # Errors
    ///
    /// How it ended instead, or a fault.
    pub fn start<S: Into<OsString>>(
        program: &Program,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<Self, Failure> {
        start(program, arguments)?.waits()
    }

    /// Has it judged, and says what became of it if something is wrong. If not, it still runs.
    ///
    /// # Errors
    ///
    /// The failure.
    pub fn judged<T>(
        self,
        judge: impl FnOnce(&Self) -> Result<T, Wrong>,
    ) -> Result<(Self, T), Failure> {
        match judge(&self) {
            Ok(found) => Ok((self, found)),
            Err(wrong) => Err(self.explain(wrong)),
        }
    }

    /// A new client. The kernel connects it, whether or not the server accepts.
    ///
    /// # Errors
    ///
    /// The trouble.
    pub fn connect(&self) -> Result<Client, Trouble> {
        Client::connect(self.address, self.process)
    }

    /// Gives the server something, and time to take it in ([`idle::takes_in`]). Who has not taken in one thing is
    /// not waited for again.
    pub fn takes_in<T>(&self, give: impl FnOnce() -> T) -> T {
        if !self.takes_in.load(Ordering::Relaxed) {
            return give();
        }
        let (given, takes_in) = idle::takes_in(self.process, give);
        self.takes_in.store(takes_in, Ordering::Relaxed);
        given
    }

    /// Waits until something is there that the server should do. Gives up at the deadline, or as soon as
    /// it is certain that nothing will happen.
    pub fn wait<T>(&self, look: impl FnMut() -> Option<T>) -> Option<T> {
        idle::until(self.process, look).ok()
    }

    /// How many connections wait in the listening socket's queue. `None` where the kernel does not show
    /// it, or where no socket listens.
    pub fn queue(&self) -> Option<u32> {
        /// A table that others change meanwhile may be read without a row. Not so many times in a row.
        const LOOKS: usize = 5;
        let mut looks = (0..LOOKS).map(|_| kernel::row_at(self.address, State::Listen));
        Some(looks.find_map(|row| row.ok().flatten())?.receive_queue)
    }

    /// Waits until so many connections are in the queue. The kernel puts them there, not the server.
    ///
    /// # Errors
    ///
    /// A sentence, if they never are. Where the kernel does not show it, this is not known.
    pub fn has_queued(&self, connections: u32) -> Result<(), String> {
        if kernel::row_at(self.address, State::Listen).is_err() {
            return Ok(());
        }
        let queued = || (self.queue() == Some(connections)).then_some(());
        kernel::until(DEADLINE, queued)
            .ok_or_else(|| format!("the kernel's queue never had {connections} clients"))
    }

    /// The next line that it says for the grader. `None` if it ends, or the deadline comes, before there
    /// is one.
    pub fn line(&mut self) -> Option<String> {
        self.running.line()
    }

    /// The next line that it says for the grader, for as long as there is hope. `None` does not end it: it
    /// rests, or is busy with other things.
    pub fn line_in_time(&mut self) -> Option<String> {
        let (process, running) = (self.process, &mut self.running);
        let mut over = false;
        let said = idle::until(process, || {
            // What it said last has come when its output has ended.
            let said = running.line_that_has_come();
            let ended = said.is_none() && std::mem::replace(&mut over, running.has_ended());
            (said.is_some() || ended).then_some(said)
        });
        match said.ok()? {
            None => self.line(),
            said => said,
        }
    }

    /// The next line that it says for the grader, if it has come. Does not wait.
    pub fn line_that_has_come(&mut self) -> Option<String> {
        self.running.line_that_has_come()
    }

    /// Writes a line to its standard input.
    pub fn say(&mut self, words: &str) {
        self.running.say(words);
    }

    /// Ends its standard input, and waits until it ends, or stops it at the deadline.
    pub fn end(self) -> Run {
        self.running.end()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.running.has_ended()
    }

    /// Waits until it ends by itself, for as long as there is hope. Where a connection broke, the whole
    /// server may be about to end.
    pub fn ends(&mut self) -> bool {
        let running = &mut self.running;
        idle::until(self.process, || running.has_ended().then_some(())).is_ok()
    }

    /// The failure, with the server's own end if it has ended.
    pub fn explain(mut self, wrong: Wrong) -> Failure {
        let (words, broke, mistake, ended, floods) = match wrong {
            Wrong::Is(failure) => return failure,
            Wrong::Met { words, broke, mistake, ended, floods } => {
                (words, broke, mistake, ended, floods)
            }
        };
        let over = if broke { self.ends() } else { self.has_ended() };
        if !over {
            return Failure::Seen(words, mistake);
        }
        match self.end().ended {
            how @ (Ended::NotStarted | Ended::ComesFirst(_)) => Failure::Ended(how),
            Ended::Waits | Ended::Loops => Failure::Seen(words, mistake),
            Ended::Floods if floods.is_some() => {
                Failure::Seen(format!("{words} Your server has printed more than 1 MiB."), floods)
            }
            how if ended.is_some() => {
                let how = ending(&how);
                Failure::Seen(format!("{words} The whole server has ended. {how}"), ended)
            }
            how => Failure::Ended(how),
        }
    }
}

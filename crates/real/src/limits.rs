//! What another process may have only so much of, and what a server does when it has no more.

use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use crate::client::{Client, Trouble};
use crate::idle::{self, Idle, REST, Watch};
use crate::inside;
use crate::kernel;
use crate::server::Server;
use grader::DEADLINE;
use grader::process::Process;

/// What a process may have only so much of (getrlimit(2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// No new descriptor may have this number or a higher one (`RLIMIT_NOFILE`).
    Descriptors,
    /// How many bytes of addresses it may have (`RLIMIT_AS`).
    Memory,
}

/// A limit of another process that has been set. When this is dropped, the process has the one again
/// that it had. A process that has ended needs none.
#[derive(Debug)]
#[must_use = "the limit goes with it"]
pub struct Lowered {
    process: Process,
    of: Limit,
    had: Option<u64>,
}

impl Lowered {
    /// The process has closed descriptors since, or was about to. It can have no further one of those either.
    fn to_the_lowest(&self) {
        if let Some(lowest) = self.process.lowest_free_descriptor() {
            let _ = set(self.process, self.of, Some(lowest));
        }
    }
}

impl Drop for Lowered {
    fn drop(&mut self) {
        let _ = set(self.process, self.of, self.had);
    }
}

/// Sets a limit of another process, for a while.
///
/// # Errors
///
/// A sentence, if it cannot be set; only Linux can do this.
pub fn lower(process: Process, of: Limit, to: u64) -> Result<Lowered, String> {
    let had = set(process, of, Some(to))?;
    Ok(Lowered { process, of, had })
}

/// Lets a process have no further descriptor, for a while (EMFILE). A call of accept that waits already
/// has its own.
///
/// # Errors
///
/// A sentence, if that cannot be done here.
pub fn no_descriptor(process: Process) -> Result<Lowered, String> {
    // What it is about to close is not counted.
    idle::settles(process);
    let lowest = process.lowest_free_descriptor();
    let lowest = lowest.ok_or("this system does not show the descriptors of a process")?;
    lower(process, Limit::Descriptors, lowest)
}

/// Lets a process have no descriptor from that of this connection on, for a while: also not when it has
/// closed it. Those that it had before, it may close and have again.
///
/// # Errors
///
/// A sentence, if that cannot be done here.
#[cfg(target_os = "linux")]
pub fn not_even(process: Process, peer: SocketAddr) -> Result<Lowered, String> {
    let rows = kernel::rows_of(process.id())?;
    let row = rows.iter().find(|row| row.remote == peer);
    let descriptor = row.and_then(|row| process.descriptor_of(row.inode));
    let descriptor = descriptor.ok_or("this system does not show the descriptors of a process")?;
    lower(process, Limit::Descriptors, u64::try_from(descriptor).unwrap_or_default())
}

/// The same. No other system shows it.
///
/// # Errors
///
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn not_even(_: Process, _: SocketAddr) -> Result<Lowered, String> {
    Err("the limits of another process can be set on Linux only".to_owned())
}

/// Lets a process have one further descriptor, and no second, for a while.
///
/// # Errors
///
/// A sentence, if that cannot be done here.
pub fn one_descriptor(process: Process) -> Result<Lowered, String> {
    idle::settles(process);
    let lowest = process.lowest_free_descriptor();
    let lowest = lowest.ok_or("this system does not show the descriptors of a process")?;
    lower(process, Limit::Descriptors, lowest + 1)
}

/// What a server did while it could have no descriptor, and a client waited for it.
#[derive(Debug)]
pub struct Starved {
    /// The client that waited. It has said nothing. From now on it is patient: a server may pause before
    /// it tries again.
    pub client: Client,
    /// What the server did, if that is certain.
    pub idle: Option<Idle>,
    /// Whether the client did not wait: the server took it out of the queue, and closed the connection.
    pub is_turned_away: bool,
    /// How long the server rests between two calls of accept, on average, where that shows.
    pub rest: Option<Duration>,
}

/// So long is a server without descriptors: for seconds, and not for an instant.
pub const LONG: Duration = Duration::from_secs(3);

/// Who has dozed for so long does nothing else.
const DOZES: Duration = Duration::from_secs(2 * DEADLINE.as_secs());

/// Between two looks at it.
const BETWEEN: Duration = Duration::from_millis(20);

/// Connects clients to a server that can have no further descriptor, until one of them stays in the
/// queue; sees what the server does meanwhile; and gives the descriptors back. The other clients go.
///
/// # Errors
///
/// The trouble of a client that cannot connect.
pub fn accept_fails(server: &Server, limit: Lowered) -> Result<Starved, Trouble> {
    /// So many calls of accept may have been waiting, each with a descriptor.
    const MOST: usize = 100;
    // Each takes one client, who may be closed for want of a second descriptor.
    let accepting = inside::accepting(server.process).unwrap_or_default().max(1);
    let mut others: Vec<Client> = Vec::new();
    loop {
        let start = Instant::now();
        let mut rests = Rests::default();
        rests.look(server.process);
        let mut client = server.connect()?;
        let may_be_accepted = others.len() < accepting;
        let idle = watch(server, may_be_accepted);
        let is_turned_away = !may_be_accepted && client.end().is_some();
        let is_queued = server.queue() != Some(0);
        if is_queued || is_turned_away || others.len() > MOST {
            // Who asks again and again has been seen to do it, and may print a line each time.
            if matches!(idle, Some(Idle::Naps | Idle::Rests)) && !is_turned_away {
                kernel::until(LONG.saturating_sub(start.elapsed()), || {
                    thread::sleep(BETWEEN);
                    rests.look(server.process);
                    server.process.is_zombie().then_some(())
                });
            }
            rests.look(server.process);
            // Where nobody is in the queue, no accept has failed.
            let is_queued = is_queued && server.queue() != Some(0);
            let rests = rests.number().filter(|_| is_queued);
            let rest =
                rests.map(|rests| start.elapsed() / u32::try_from(rests.max(1)).unwrap_or(1));
            drop(limit);
            return Ok(Starved { client: client.patiently(), idle, is_turned_away, rest });
        }
        others.push(client);
        // It was accepted. On a busy machine that may be because a talk of earlier has only now ended: with
        // many descriptors left, what keeps the next one waiting could be the server's own limit of clients.
        limit.to_the_lowest();
    }
}

/// What the server does. Who sleeps up to a time that it has chosen itself is not watched for longer than
/// [`DOZES`]: how often it woke up until then says how long it rests. It may have accepted the client before
/// that; then there is nothing to be watched yet.
fn watch(server: &Server, may_be_accepted: bool) -> Option<Idle> {
    let (start, mut watch) = (Instant::now(), Watch::new(server.process));
    let idle = kernel::until(4 * DEADLINE, || match watch.look() {
        None if !watch.dozes() => None,
        None if start.elapsed() >= DOZES => Some(None),
        None if may_be_accepted && start.elapsed() >= REST => {
            (server.queue() == Some(0)).then_some(None)
        }
        idle => idle.map(Some),
    });
    idle.flatten()
}

/// How often the threads of a process fall asleep. What those did that have ended is not told any more, so it is
/// counted from look to look.
#[derive(Default)]
struct Rests {
    last: Option<u64>,
    number: u64,
}

impl Rests {
    fn look(&mut self, process: Process) {
        let Some(done) = process.done() else { return };
        self.number += self.last.map_or(0, |last| done.sleeps.saturating_sub(last));
        self.last = Some(done.sleeps);
    }

    /// None, where the system does not show it.
    fn number(&self) -> Option<u64> {
        self.last.map(|_| self.number)
    }
}

/// Sets a limit, and gives back the one that was there. `None` is no limit.
#[cfg(target_os = "linux")]
fn set(process: Process, of: Limit, to: Option<u64>) -> Result<Option<u64>, String> {
    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

    let id = i32::try_from(process.id()).ok().and_then(Pid::from_raw);
    let id = id.ok_or_else(|| format!("{} is no process id", process.id()))?;
    let (resource, name) = match of {
        Limit::Descriptors => (Resource::Nofile, "Max open files"),
        Limit::Memory => (Resource::As, "Max address space"),
    };
    // A program that was started here has the maximum of this process, unless a sandbox gave it another.
    let maximum = maximum(process, name).unwrap_or(getrlimit(resource).maximum);
    let new = Rlimit { current: to, maximum };
    let old = prlimit(Some(id), resource, new);
    old.map(|old| old.current).map_err(|error| format!("no limit can be set: {error}"))
}

/// The most that a process may give itself (proc_pid_limits(5)): the number before the unit. `None` in
/// there is no limit.
#[cfg(target_os = "linux")]
fn maximum(process: Process, name: &str) -> Option<Option<u64>> {
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", process.id())).ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix(name))?;
    let number = line.split_whitespace().nth(1)?;
    if number == "unlimited" { Some(None) } else { number.parse().ok().map(Some) }
}

#[cfg(not(target_os = "linux"))]
fn set(_: Process, _: Limit, _: Option<u64>) -> Result<Option<u64>, String> {
    Err("the limits of another process can be set on Linux only".to_owned())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::fs;
    use std::process::{Command, Stdio};

    #[test]
    fn a_limit_is_restored() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let process = Process::new(child.id());
        assert!(idle::settles(process), "it has opened what it needs to start");
        let limits = || fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
        let before = limits();
        let lowered = no_descriptor(process).unwrap();
        assert_ne!(limits(), before);
        let none = limits();
        drop(lowered);
        assert_eq!(limits(), before);
        let high = lower(process, Limit::Descriptors, 100).unwrap();
        assert_ne!(limits(), none);
        high.to_the_lowest();
        assert_eq!(limits(), none);
        drop(high);
        assert_eq!(limits(), before);
        let memory = lower(process, Limit::Memory, 1 << 40).unwrap();
        assert_ne!(limits(), before);
        drop(memory);
        assert_eq!(limits(), before);
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

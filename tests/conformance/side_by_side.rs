//! Runs one script on the model and on the kernel, and compares after each call.

use std::fmt::Write;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::time::{Duration, Instant};

use conformance::Host;
use netstack::{Action, Operation, Options, SocketTable, State, Story};
use real::kernel;

use crate::linux::{Namespace, Sockets};
use crate::script::{ADDRESSES, Call};

/// How long the kernel has to come to what the model says.
pub const PATIENCE: Duration = Duration::from_millis(900);

/// A call that took longer than this may have met a timer of TCP's: what was not answered is sent
/// again after a second. Then the whole script is run again.
const SLOW: Duration = Duration::from_millis(600);

/// How often a script is run again on a machine that is too slow for it.
const TRIES: usize = 5;

enum Ended {
    Agrees(usize),
    Differs(String),
    Slow,
}

/// Runs a script on both, up to so many operations, and says how many there were.
///
/// # Errors
///
/// The two traces side by side, up to the first call after which they differ.
pub fn compare(script: &[Call], most: usize, patience: Duration) -> Result<usize, String> {
    for _ in 0..TRIES {
        match run(script, most, patience)? {
            Ended::Agrees(operations) => return Ok(operations),
            Ended::Differs(difference) => return Err(difference),
            Ended::Slow => {}
        }
    }
    Err(format!("no call may take longer than {SLOW:?}, and one did, {TRIES} times"))
}

fn run(script: &[Call], most: usize, patience: Duration) -> Result<Ended, String> {
    let _namespace = Namespace::enter()?;
    let mut host = Host::new(ADDRESSES.to_vec());
    let mut program = Sockets::default();
    let mut trace = String::new();
    let mut operations = 0;
    for call in script {
        let Some(operation) = call.operation(&host) else { continue };
        let mut next = Some(operation);
        while let Some(operation) = next.take() {
            if operations == most {
                return Ok(Ended::Agrees(operations));
            }
            operations += 1;
            let start = Instant::now();
            let mut both = Both { host: &mut host, program: &mut program, trace: &mut trace };
            let told = both.perform(&operation, call.options())?;
            never_again(&mut both.host.table);
            next = match (&operation, told.as_str()) {
                // What becomes of a connection that is not made is a matter of seconds; and of one
                // that could not even begin, Linux keeps the peer's address.
                (
                    Operation::Connect { fd, .. },
                    "ECONNREFUSED" | "EINPROGRESS" | "EADDRNOTAVAIL",
                ) => Some(Operation::Close { fd: *fd }),
                _ => None,
            };
            // What is left of a refused socket is left out.
            if told != "ECONNREFUSED"
                && let Some(difference) = both.difference(patience)
            {
                return Ok(Ended::Differs(format!("{trace}{difference}")));
            }
            if start.elapsed() > SLOW {
                return Ok(Ended::Slow);
            }
        }
    }
    Ok(Ended::Agrees(operations))
}

/// Runs the operations of a story on both, with the host's limits of the story.
///
/// # Errors
///
/// The two traces side by side, up to the first operation after which they differ.
pub fn compare_story(text: &str) -> Result<(), String> {
    let stories = Story::parse_all(text).map_err(|error| error.to_string())?;
    for story in stories {
        let namespace = Namespace::enter()?;
        let limits = story.host.limits;
        namespace.set_ports(limits.first_port, limits.last_port)?;
        let (mut host, mut program) = (Host::new(ADDRESSES.to_vec()), Sockets::default());
        host.table.limits = limits;
        let mut trace = format!("{}\n", story.title);
        for action in &story.actions {
            let Action::Do(operation) = action else {
                return Err(format!("{}: nothing can be given to the kernel", action.event()));
            };
            let mut both = Both { host: &mut host, program: &mut program, trace: &mut trace };
            both.perform(operation, Options::default())?;
            if let Some(difference) = both.difference(PATIENCE) {
                return Err(format!("{trace}{difference}"));
            }
        }
    }
    Ok(())
}

/// Linux begins anywhere in its range, and so does not meet an old port again soon. The model begins
/// at the lowest. Here it begins behind the highest that there is.
fn never_again(table: &mut SocketTable) {
    let ports = table.iter().filter_map(|(_, socket)| socket.local).map(|local| local.port());
    let highest = ports.max().unwrap_or_default();
    table.limits.first_port = table.limits.first_port.max(highest.saturating_add(1));
}

/// The model and the kernel's side, and what has happened on both.
struct Both<'a> {
    host: &'a mut Host,
    program: &'a mut Sockets,
    trace: &'a mut String,
}

impl Both<'_> {
    /// Does one operation on both, and says what both were told.
    fn perform(&mut self, operation: &Operation, options: Options) -> Result<String, String> {
        let Self { host, program, trace } = self;
        let before = descriptors(&host.table);
        let expected = host.perform(operation).to_string();
        let opened = descriptors(&host.table).into_iter().find(|fd| !before.contains(fd));
        if let (Operation::Socket, Some(fd)) = (operation, opened) {
            host.set_options(fd, options);
        }
        let told = program.perform(operation, options, &expected, opened);
        let _ = writeln!(trace, "\n{operation}\n   = {expected}");
        if told != expected {
            return Err(format!("{trace}   Linux says {told}\n"));
        }
        use Operation::{Bind, Connect, Listen};
        if let Bind { fd, .. } | Listen { fd, .. } | Connect { fd, .. } = operation
            && let Ok(id) = host.table.socket_of(*fd)
            && let Some(local) = host.table[id].local
        {
            program.learn(*fd, local, host.table[id].remote);
        }
        Ok(told)
    }

    /// What differs, if it still does after a while.
    fn difference(&mut self, patience: Duration) -> Option<String> {
        let model = of_the_model(&self.host.table);
        let mut linux = Vec::new();
        let agree = kernel::until(patience, || {
            linux = self.program.view().unwrap_or_else(|error| vec![error]);
            (linux == model).then_some(())
        });
        agree.is_none().then(|| columns(&model, &linux))
    }
}

fn descriptors(table: &SocketTable) -> Vec<netstack::Fd> {
    table.iter().filter_map(|(id, _)| table.descriptor_of(id)).collect()
}

/// What there is to see of the model: the names of every socket that the program holds, and the
/// rows that Linux has in `/proc/net/tcp`. A socket in CLOSED has none.
pub fn of_the_model(table: &SocketTable) -> Vec<String> {
    let none = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
    let mut names = Vec::new();
    let mut rows = Vec::new();
    for (id, socket) in table.iter() {
        let local = socket.local.unwrap_or(none);
        let remote = socket.remote.unwrap_or(none);
        // What waits in the end is not the program's socket any more: that one is closed.
        let has_peer = !matches!(
            socket.state,
            State::Closed | State::Listen | State::SynSent | State::TimeWait
        );
        let fd = table.descriptor_of(id);
        if let Some(fd) = fd {
            let peer = if has_peer { remote.to_string() } else { "ENOTCONN".to_owned() };
            names.push((fd, format!("{fd}  {local}  {peer}  {}", socket.options)));
        }
        let queue = match (&socket.backlog, socket.state) {
            (_, State::TimeWait) => 0,
            (Some(backlog), _) => backlog.waiting.len(),
            (None, _) => socket.received.len(),
        };
        // What is sent and not acknowledged: the connection packet, and what the send buffer holds.
        let sent = match (&socket.sending, socket.state) {
            (_, State::SynSent) => 1,
            (sending, _) => sending.as_ref().map_or(0, |sending| sending.buffer.len()),
        };
        let is_open = fd.is_some() && socket.state != State::TimeWait;
        let owner = if is_open { "open" } else { "nobody's" };
        if socket.state != State::Closed {
            rows.push(format!("{}  {local}  {remote}  {sent}  {queue}  {owner}", socket.state));
        }
    }
    names.sort();
    rows.sort();
    names.into_iter().map(|(_, name)| name).chain(rows).collect()
}

/// Two lists beside each other. What only one of them has is marked.
fn columns(model: &[String], linux: &[String]) -> String {
    let width = model.iter().map(|line| line.chars().count()).max().unwrap_or_default().max(20);
    let mut text = format!("     {:width$}   Linux\n", "model");
    let mut all: Vec<_> = model.iter().chain(linux).collect();
    all.dedup();
    let mut seen = Vec::new();
    for line in all {
        if seen.contains(&line) {
            continue;
        }
        seen.push(line);
        let side = |lines: &[String]| lines.iter().filter(|other| *other == line).count();
        for place in 0..side(model).max(side(linux)) {
            let cell = |lines: &[String]| if place < side(lines) { line.as_str() } else { "" };
            let mark = if cell(model) == cell(linux) { ' ' } else { '≠' };
            let _ = writeln!(text, "   {mark} {:width$}   {}", cell(model), cell(linux));
        }
    }
    text
}

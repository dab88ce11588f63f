//! Clients of the numbered echo, what the kernel shows of its server, and the checks that a thread
//! and a process for each client have in common.

use std::fmt;
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use grader::kernel::{self, State};
pub use grader::skip;
use grader::{Bench, DEADLINE, Ended, Failure, Limit, Running, limit, lowest_free_descriptor};
use socket2::Socket;

/// A mistake, if it is a known one.
pub type Name = Option<&'static str>;

/// A server that waits for clients.
pub struct Server {
    running: Running,
    /// Where it waits.
    pub address: SocketAddr,
}

/// What is wrong with a server.
pub enum Wrong {
    /// A client met trouble.
    Trouble {
        /// What was going on.
        situation: String,
        /// What the client met.
        trouble: Trouble,
        /// The mistake, if the server still runs.
        mistake: Name,
        /// The mistake, if this has ended the server.
        ended: Name,
        /// The mistake, if the server has printed far too much.
        floods: Name,
    },
    /// It was seen from outside.
    Seen(String, Name),
    /// This machine cannot show it.
    Fault(String),
}

impl From<String> for Wrong {
    fn from(sentence: String) -> Self {
        Self::Fault(sentence)
    }
}

pub fn seen(words: impl Into<String>, mistake: Name) -> Wrong {
    Wrong::Seen(words.into(), mistake)
}

/// Starts a server, has it judged, and ends it. `arguments` stand behind its address and places.
pub fn served(
    bench: &Bench<'_>,
    places: usize,
    arguments: &[&str],
    judge: impl FnOnce(&Server) -> Result<(), Wrong>,
) -> Result<(), Failure> {
    let places = places.to_string();
    let arguments = ["127.0.0.1:0", &places].into_iter().chain(arguments.iter().copied());
    let mut running = bench.program.start(arguments)?;
    let Some(line) = running.line() else {
        return Err(Failure::Ended(running.end().ended));
    };
    let address = line.strip_prefix("listening ").and_then(|address| address.parse().ok());
    let Some(address) = address else {
        return Err(Failure::Fault(format!("the program says `{line}`")));
    };
    let server = Server { running, address };
    judge(&server).map_err(|wrong| server.explain(wrong))
}

/// What a client meets in place of what it waits for.
#[derive(Debug)]
pub enum Trouble {
    /// It cannot connect.
    Refused(io::Error),
    /// It hears nothing.
    Silence,
    /// The stream ends, by an error or without.
    End(Option<io::Error>),
    /// It hears this line and not that.
    Other(String, String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => write!(f, "it could not connect ({error})"),
            Self::Silence => f.write_str("it heard nothing"),
            Self::End(None) => f.write_str("its stream ended"),
            Self::End(Some(error)) => write!(f, "its connection broke ({error})"),
            Self::Other(line, expected) => write!(f, "it heard `{line}`, and not `{expected}`"),
        }
    }
}

impl Trouble {
    /// What was going on: "A client …, but". The mistake, and the mistake if it ended the server.
    pub fn when(self, situation: impl Into<String>, mistake: Name, ended: Name) -> Wrong {
        let situation = situation.into();
        Wrong::Trouble { situation, trouble: self, mistake, ended, floods: None }
    }
}

/// A client, and how far its talk has got.
pub struct Client {
    /// Its end of the connection.
    pub stream: TcpStream,
    heard: Vec<u8>,
    said: usize,
}

impl Client {
    /// Says a line. A connection that is broken shows when one listens.
    pub fn says(&mut self, words: &str) {
        let _ = self.stream.write_all(format!("{words}\n").as_bytes());
    }

    /// Says that it will say no more.
    pub fn says_no_more(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// The answer to its next line, which was these words.
    pub fn hears(&mut self, server: &Server, words: &str) -> Result<(), Trouble> {
        let expected = format!("{} {words}", self.said + 1);
        match server.wait(|| self.look()) {
            Some(Ok(line)) if line == expected => {
                self.said += 1;
                Ok(())
            }
            Some(Ok(line)) => Err(Trouble::Other(line, expected)),
            Some(Err(trouble)) => Err(trouble),
            None => Err(Trouble::Silence),
        }
    }

    /// Says a line and hears the answer.
    pub fn talks(&mut self, server: &Server, words: &str) -> Result<(), Trouble> {
        self.says(words);
        self.hears(server, words)
    }

    /// Hears the end of the stream; an error is one too.
    pub fn hears_the_end(&mut self, server: &Server) -> Result<(), Trouble> {
        match server.wait(|| self.look()) {
            Some(Ok(line)) => Err(Trouble::Other(line, "the end".to_owned())),
            Some(Err(Trouble::End(_))) => Ok(()),
            Some(Err(trouble)) => Err(trouble),
            None => Err(Trouble::Silence),
        }
    }

    /// What has come: a line, or trouble. Does not wait.
    pub fn look(&mut self) -> Option<Result<String, Trouble>> {
        let mut buffer = [0; 4096];
        loop {
            if let Some(end) = self.heard.iter().position(|byte| *byte == b'\n') {
                let line: Vec<_> = self.heard.drain(..=end).collect();
                return Some(Ok(String::from_utf8_lossy(&line[..end]).into_owned()));
            }
            match self.stream.read(&mut buffer) {
                Ok(0) => return Some(Err(Trouble::End(None))),
                Ok(length) => self.heard.extend_from_slice(&buffer[..length]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Some(Err(Trouble::End(Some(error)))),
            }
        }
    }

    /// Goes away without a word: the connection is reset.
    pub fn resets(self) {
        let socket = Socket::from(self.stream);
        // A reset or a plain end: the talk ends by either.
        let _ = socket.set_linger(Some(Duration::ZERO));
    }
}

impl Server {
    /// The process id.
    pub fn id(&self) -> u32 {
        self.running.id()
    }

    /// A new client. The kernel connects it, whether or not the server accepts.
    pub fn client(&self) -> Result<Client, Trouble> {
        let connect = || {
            let stream = TcpStream::connect_timeout(&self.address, DEADLINE)?;
            stream.set_nodelay(true)?;
            stream.set_nonblocking(true)?;
            Ok(Client { stream, heard: Vec::new(), said: 0 })
        };
        connect().map_err(Trouble::Refused)
    }

    /// A new client, whose first line is answered.
    pub fn talking_client(&self, words: &str) -> Result<Client, Trouble> {
        let mut client = self.client()?;
        client.talks(self, words)?;
        Ok(client)
    }

    /// Looks until something is there. Gives up at the deadline, or as soon as it is certain that
    /// nothing will happen: the server sleeps, and has not moved for a long time.
    pub fn wait<T>(&self, mut look: impl FnMut() -> Option<T>) -> Option<T> {
        let mut rest = Rest::default();
        let found = kernel::until(DEADLINE, || match look() {
            Some(found) => Some(Some(found)),
            None => rest.is_long(self).then(&mut look),
        });
        found.flatten()
    }

    /// How many connections wait in the listening socket's queue, where the kernel shows it.
    pub fn queue(&self) -> Option<u32> {
        Some(kernel::row_at(self.address, State::Listen).ok()??.receive_queue)
    }

    /// How many threads the server has, where the kernel shows it.
    pub fn threads(&self) -> Option<usize> {
        entries(&format!("/proc/{}/task", self.id()))
    }

    /// How many descriptors the server has, where the kernel shows it.
    pub fn descriptors(&self) -> Option<usize> {
        entries(&format!("/proc/{}/fd", self.id()))
    }

    /// The server's children, and whether each is a zombie.
    pub fn children(&self) -> Vec<(u32, bool)> {
        children(self.id())
    }

    /// Whether the server has ended, where the kernel shows it. It stays a zombie for now.
    pub fn has_ended(&self) -> bool {
        stat(self.id()).is_some_and(|(state, _, _)| state == 'Z')
    }

    /// Whether all threads of the server sleep, where the kernel shows it.
    pub fn sleeps(&self) -> bool {
        moves(self.id()).is_some_and(|(asleep, _)| asleep)
    }

    /// The failure, with the server's own end if it has ended.
    fn explain(self, wrong: Wrong) -> Failure {
        let (words, mistake, ended, floods) = match wrong {
            Wrong::Fault(sentence) => return Failure::Fault(sentence),
            Wrong::Seen(words, mistake) => return Failure::Seen(words, mistake),
            Wrong::Trouble { situation, trouble, mistake, ended, floods } => {
                let broken = !matches!(trouble, Trouble::Silence | Trouble::Other(..));
                // Where a connection broke, the whole server may be about to end.
                if broken && cfg!(target_os = "linux") {
                    let _ = self.wait(|| self.has_ended().then_some(()));
                }
                (format!("{situation} {trouble}."), mistake, ended, floods)
            }
        };
        if cfg!(target_os = "linux") && !self.has_ended() {
            return Failure::Seen(words, mistake);
        }
        match self.running.end().ended {
            Ended::NotStarted => Failure::Ended(Ended::NotStarted),
            Ended::Waits | Ended::Loops => Failure::Seen(words, mistake),
            Ended::Floods if floods.is_some() => {
                Failure::Seen(format!("{words} Your server has printed more than 1 MiB."), floods)
            }
            how if ended.is_some() => {
                let how = grader::ending(&how);
                Failure::Seen(format!("{words} The whole server has ended. {how}"), ended)
            }
            how => Failure::Ended(how),
        }
    }
}

/// How long a server has not moved at all.
#[derive(Default)]
struct Rest {
    since: Option<(Instant, u64)>,
    looked: Option<Instant>,
}

impl Rest {
    /// After so long, a server that sleeps is not about to wake up: whatever there is for it to do
    /// has woken it already. It may wait for a processor, but then it does not sleep.
    const LONG: Duration = Duration::from_secs(1);

    /// Between two looks. To look costs something too.
    const BETWEEN: Duration = Duration::from_millis(20);

    fn is_long(&mut self, server: &Server) -> bool {
        let now = Instant::now();
        if self.looked.is_some_and(|looked| now - looked < Self::BETWEEN) {
            return false;
        }
        self.looked = Some(now);
        let processes =
            [server.id()].into_iter().chain(server.children().into_iter().map(|(id, _)| id));
        let mut all = Some(0);
        for process in processes {
            all = match (all, moves(process)) {
                (Some(sum), Some((true, moved))) => Some(sum + moved),
                _ => None,
            };
        }
        match (all, self.since) {
            (None, _) => self.since = None,
            (Some(moved), Some((since, same))) if moved == same => return now - since > Self::LONG,
            (Some(moved), _) => self.since = Some((now, moved)),
        }
        false
    }
}

/// Whether all threads of a process sleep (or have ended), and how often they have moved until now:
/// how many there are, and how often the scheduler has switched to another (proc_pid_status(5)).
fn moves(process: u32) -> Option<(bool, u64)> {
    let (mut asleep, mut moved) = (true, 0);
    for task in fs::read_dir(format!("/proc/{process}/task")).ok()?.flatten() {
        let status = fs::read_to_string(task.path().join("status")).ok()?;
        for line in status.lines() {
            let (name, value) = line.split_once(':').unwrap_or_default();
            match (name, value.trim()) {
                ("State", state) => asleep &= state.starts_with(['S', 'Z']),
                ("voluntary_ctxt_switches" | "nonvoluntary_ctxt_switches", count) => {
                    moved += count.parse::<u64>().ok()?;
                }
                _ => {}
            }
        }
        moved += 1;
    }
    Some((asleep, moved))
}

/// The state, the parent and the processor time in ticks (proc_pid_stat(5)).
fn stat(process: u32) -> Option<(char, u32, u64)> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field is the program's name in parentheses; it may hold spaces.
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    let parent = fields.get(1)?.parse().ok()?;
    Some((fields.first()?.chars().next()?, parent, ticks(11)? + ticks(12)?))
}

fn children(parent: u32) -> Vec<(u32, bool)> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let all = ids.filter_map(|id| Some((id, stat(id)?)));
    all.filter(|(_, stat)| stat.1 == parent).map(|(id, stat)| (id, stat.0 == 'Z')).collect()
}

fn entries(folder: &str) -> Option<usize> {
    Some(fs::read_dir(folder).ok()?.count())
}

/// Several clients talk at the same time, a line each in turn, and each line says whose it is.
pub fn interleaved(server: &Server, mixed_up: Name) -> Result<Vec<Client>, Wrong> {
    const CLIENTS: usize = 4;
    const LINES: usize = 3;
    let mut clients = Vec::new();
    for client in 0..CLIENTS {
        let connected = server.client();
        clients.push(connected.map_err(|it| it.when("A client came, but", None, None))?);
        // Each has been accepted before the next one comes.
        let words = format!("client {client}, line 1");
        clients[client].says(&words);
        hears_own(server, &mut clients, client, &words, mixed_up)?;
    }
    for line in 2..=LINES {
        // All have spoken before the first is heard, and each time another one begins.
        let order: Vec<_> = (0..CLIENTS).map(|client| (client * 3 + line) % CLIENTS).collect();
        let words = |client: usize| format!("client {client}, line {line}");
        order.iter().for_each(|client| clients[*client].says(&words(*client)));
        for client in order {
            hears_own(server, &mut clients, client, &words(client), mixed_up)?;
        }
    }
    Ok(clients)
}

fn hears_own(
    server: &Server,
    clients: &mut [Client],
    client: usize,
    words: &str,
    mixed_up: Name,
) -> Result<(), Wrong> {
    let Err(trouble) = clients[client].hears(server, words) else { return Ok(()) };
    let says_of = |line: &str, whose: usize| line.contains(&format!("client {whose},"));
    let situation =
        format!("Several clients talk at the same time. Client {client} said `{words}`, but");
    if let Trouble::Other(line, _) = &trouble
        && line.contains("client")
        && !says_of(line, client)
    {
        return Err(trouble.when(situation, mixed_up, None));
    }
    // Others may hear what is not theirs.
    for (other, other_client) in clients.iter_mut().enumerate() {
        while let Some(Ok(line)) = other_client.look() {
            if !says_of(&line, other) {
                let words = format!("{situation} {trouble}. Client {other} heard `{line}`.");
                return Err(seen(words, mixed_up));
            }
        }
    }
    Err(trouble.when(situation, None, None))
}

/// The names of the mistakes that the number of places shows.
pub struct PlaceMistakes {
    pub no_limit: Name,
    pub accepts_first: Name,
    pub keeps_places: Name,
}

/// While all places are taken, the next client waits in the kernel's queue. Then it is served.
pub fn keeps_to_the_places(server: &Server, names: &PlaceMistakes) -> Result<(), Wrong> {
    let came =
        |trouble: Trouble| trouble.when("There are two places. A client came, but", None, None);
    let first = server.talking_client("first").map_err(came)?;
    let mut second = server.talking_client("second").map_err(came)?;
    let mut third = server.client().map_err(came)?;
    third.says("third");
    if server.queue().is_some() {
        let words = "There are two places, and two clients talk.";
        let (mut rest, mut looks) = (Rest::default(), 0);
        let decided = kernel::until(DEADLINE, || {
            if third.look().is_some() {
                let words = format!("{words} A third one was served as well.");
                return Some(Err(seen(words, names.no_limit)));
            }
            // A server that accepts the third wakes up for it. One that sleeps and has a client in
            // its queue waits for something else.
            let in_queue = server.queue() > Some(0);
            looks = if in_queue && server.sleeps() { looks + 1 } else { 0 };
            if looks >= 20 {
                return Some(Ok(()));
            }
            (!in_queue && rest.is_long(server)).then(|| {
                let words = format!(
                    "{words} A third one has come. Nobody talks with it, but it is no longer in \
                     the queue of the listening socket: it was accepted."
                );
                Err(seen(words, names.accepts_first))
            })
        });
        decided.unwrap_or(Ok(()))?;
    }
    drop(first);
    let situation = "There are two places, and two clients talked. One of them has gone. A third \
                     one waits, but";
    third.hears(server, "third").map_err(|it| it.when(situation, names.keeps_places, None))?;
    let other = "One client has gone, and another was served in its place. A third talks on, but";
    second.talks(server, "still here").map_err(|it| it.when(other, None, None))
}

/// So many clients come, say a line, hear the answer and go. Where `polite`, they hear the end.
/// Otherwise they reset the connection: nothing stays in TIME_WAIT, where each of many would keep a
/// port of this machine for a minute.
pub fn come_and_go(
    server: &Server,
    number: usize,
    polite: bool,
    kept_open: Name,
    ended: Name,
) -> Result<(), Wrong> {
    let came = |trouble: Trouble| {
        let words = format!("Clients came and went, {number} at a time. One came, but");
        trouble.when(words, None, ended)
    };
    let mut clients = Vec::new();
    for _ in 0..number {
        clients.push(server.client().map_err(came)?);
    }
    clients.iter_mut().for_each(|client| client.says("hello"));
    clients.iter_mut().try_for_each(|client| client.hears(server, "hello")).map_err(came)?;
    if !polite {
        clients.into_iter().for_each(Client::resets);
        return Ok(());
    }
    clients.iter_mut().for_each(Client::says_no_more);
    clients.iter_mut().try_for_each(|client| client.hears_the_end(server)).map_err(|it| {
        it.when("A client's talk has ended. It waited for the end, but", kept_open, None)
    })
}

/// The names of the mistakes that an accept without descriptors shows.
pub struct AcceptMistakes {
    pub ends: Name,
    pub at_once: Name,
}

/// For a while the server can have no further descriptor.
#[cfg(target_os = "linux")]
pub fn tries_accept_again(server: &Server, names: &AcceptMistakes) -> Result<(), Wrong> {
    let situation = "For a while your server could have no further descriptor (EMFILE).";
    let came = |trouble: Trouble| {
        trouble.when(format!("{situation} A client came, but"), None, names.ends)
    };
    // Before anybody comes: later, one that is open for a moment may be taken for the lowest.
    let lowest = lowest_free_descriptor(server.id());
    let _witness = server.talking_client("witness").map_err(came)?;
    let old = limit(server.id(), Limit::Descriptors, Some(lowest))?;
    // An accept that waits already has its descriptor. The first client gets it.
    let first = server.client().map_err(came)?;
    let second = server.client();
    let ticks = || stat(server.id()).map_or(0, |(_, _, ticks)| ticks);
    let (before, mut asleep) = (ticks(), 0);
    let spins = kernel::until(DEADLINE, || {
        if server.has_ended() {
            return Some(false);
        }
        // A server that waits in accept with a client in its queue does not sleep. So one that
        // sleeps waits for something else: it has been told that accept failed.
        asleep += u32::from(server.queue() > Some(0) && server.sleeps());
        match asleep {
            _ if ticks() - before > BUSY => Some(true),
            ASLEEP.. => Some(false),
            _ => None,
        }
    });
    if spins == Some(true) {
        let words = format!("{situation} It asked again and again, and did nothing else.");
        return Err(seen(words, names.at_once));
    }
    limit(server.id(), Limit::Descriptors, old)?;
    drop(first);
    let situation = format!("{situation} Now it can. The client that waited said a line, but");
    let wrong = |trouble: Trouble| {
        let (situation, mistake, ended, floods) = (situation, None, names.ends, names.at_once);
        Wrong::Trouble { situation, trouble, mistake, ended, floods }
    };
    match second {
        Ok(mut second) => {
            second.says("waited");
            patiently(|| second.hears(server, "waited")).map_err(wrong)
        }
        Err(trouble) => Err(wrong(trouble)),
    }
}

/// So many ticks of a processor (1/100 s) are no pause between two accepts.
#[cfg(target_os = "linux")]
const BUSY: u64 = 4;

/// So often must a server be seen asleep. One that prints is asleep at times, when nobody reads.
#[cfg(target_os = "linux")]
const ASLEEP: u32 = 50;

/// Tries as long as there is nothing but silence. A server may pause for a second or more.
#[cfg(target_os = "linux")]
fn patiently(mut hears: impl FnMut() -> Result<(), Trouble>) -> Result<(), Trouble> {
    let start = Instant::now();
    loop {
        match hears() {
            Err(Trouble::Silence) if start.elapsed() < DEADLINE => {}
            result => return result,
        }
    }
}

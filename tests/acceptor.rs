//! Grades `09_acceptor`: clients come, some of them go again, and the kernel's table is read.

use std::env;
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use grader::kernel::{self, State};
use grader::real::limits::{self, Limit};
use grader::real::process::Process;
use grader::{
    Bench, DEADLINE, Ended, Failure, Program, Running, namespaces_are_allowed, seen, skip,
};
use socket2::{Domain, SockRef, Socket, Type};

grader::checks! {
    exercise: "acceptor",
    mistakes: &[],
    seen: MISTAKES,

    #[points(1)]
    fn a_client_hears_its_words(bench) {
        hears_its_words(bench)
    }

    #[points(2)]
    fn both_ends_of_the_connection_are_right(bench) {
        let mut server = Server::opens(bench, ANY_PORT)?;
        let client = server.client(server.listening)?;
        let expected = (server.listening, own_address(&client)?);
        let told = server.accepts("A client connected.", |_, _| None)?;
        told_rightly(told, expected)
    }

    #[points(1)]
    fn the_local_address_is_the_one_that_was_dialled(bench) {
        in_a_network_of_its_own(bench, "two addresses")
    }

    #[points(2)]
    fn the_listener_goes_on_waiting(bench) {
        goes_on_waiting(bench)
    }

    #[points(1)]
    fn the_clients_come_in_their_order(bench) {
        come_in_order(bench)
    }

    #[points(2)]
    fn every_connection_is_closed(bench) {
        are_closed(bench)
    }

    #[points(2)]
    fn it_rests_until_somebody_comes(bench) {
        rests(bench)
    }

    #[points(2)]
    fn a_client_that_has_gone_ends_nothing(bench) {
        clients_that_have_gone(bench)
    }

    #[points(1)]
    fn an_error_of_accept_ends_nothing(bench) {
        no_free_descriptor(bench)
    }

    #[points(1)]
    fn the_end_of_the_listening_is_the_end(bench) {
        the_listening_ends(bench)
    }

    #[points(1)]
    fn the_chapters_two_clients_come(bench) {
        in_a_network_of_its_own(bench, "two clients")
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "talks_on_the_listener",
    "the_listeners_peer",
    "ends_swapped",
    "the_listeners_address",
    "one_client_only",
    "a_new_listener_each_time",
    "accepts_on_the_connection",
    "the_listener_is_shut",
    "the_last_one_first",
    "keeps_the_connections",
    "shut_down_but_not_closed",
    "asks_again_and_again",
    "looks_now_and_then",
    "one_client_ends_all",
    "the_peer_is_asked_too_late",
    "an_error_is_the_end",
    "tries_again_at_once",
    "no_error_is_the_end",
];

/// Any free port of this machine.
const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// The learner's program. It waits for an order before it calls `acceptor`, and again whenever
/// `greet` is called.
struct Server {
    /// `None`, when it has ended.
    running: Option<Running>,
    /// What getsockname says of the listening socket.
    listening: SocketAddr,
    /// Whether it still listened when its time was over.
    listened: bool,
}

/// What the program does next.
enum Event {
    /// It called `greet` with the local address and the peer's.
    Client(SocketAddr, SocketAddr),
    /// `acceptor` returned. The error's kind, a space, and its text.
    Returned(Option<String>),
    /// It ended, or its time was over.
    Ended(Ended),
}

impl Event {
    /// Whether it is an error of this kind, returned or in the message of a panic.
    fn is_error(&self, kinds: &[&str]) -> bool {
        let words = match self {
            Self::Returned(Some(error)) => error,
            Self::Ended(Ended::Panicked { message, .. }) => message,
            _ => return false,
        };
        kinds.iter().any(|kind| words.contains(kind))
    }
}

fn fault(what: &str) -> impl Fn(io::Error) -> Failure {
    move |error| Failure::Fault(format!("{what}: {error}"))
}

impl Server {
    /// Starts a program that listens and has not called `acceptor`.
    fn starts(program: &Program, address: SocketAddr) -> Result<Self, Failure> {
        let mut running = program.start([address.to_string()])?;
        let Some(line) = running.line() else {
            let run = running.end();
            return Err(match run.ended {
                Ended::Exited(_) => Failure::Fault(run.stderr.trim().to_owned()),
                ended => Failure::Ended(ended),
            });
        };
        let listening = line.strip_prefix("listening ").and_then(|local| local.parse().ok());
        let listening =
            listening.ok_or_else(|| Failure::Fault(format!("the program says `{line}`")))?;
        Ok(Self { running: Some(running), listening, listened: true })
    }

    /// Starts a program, and lets it call `acceptor`.
    fn opens(bench: &Bench<'_>, address: SocketAddr) -> Result<Self, Failure> {
        let mut server = Self::starts(bench.program, address)?;
        server.goes_on();
        Ok(server)
    }

    /// Lets the program go on.
    fn goes_on(&mut self) {
        self.order("go");
    }

    fn order(&mut self, order: &str) {
        if let Some(running) = &mut self.running {
            running.say(order);
        }
    }

    fn id(&self) -> u32 {
        self.running.as_ref().map_or(0, Running::id)
    }

    /// Waits for what the program does next.
    fn next(&mut self) -> Result<Event, Failure> {
        let Some(running) = &mut self.running else { return Ok(Event::Ended(Ended::Waits)) };
        let Some(line) = running.line() else {
            self.listened = connect(self.listening).is_ok();
            let ended = self.running.take().map_or(Ended::Waits, |running| running.end().ended);
            return Ok(Event::Ended(ended));
        };
        let words: Vec<_> = line.splitn(2, ' ').collect();
        match words.as_slice() {
            ["client", ends] => {
                let mut ends = ends.split(' ').map(str::parse);
                match (ends.next(), ends.next()) {
                    (Some(Ok(local)), Some(Ok(peer))) => Ok(Event::Client(local, peer)),
                    _ => Err(seen(
                        "Your function called greet with an address that is neither IPv4 nor IPv6.",
                        None,
                    )),
                }
            }
            ["returned"] => Ok(Event::Returned(None)),
            ["error", error] => Ok(Event::Returned(Some((*error).to_owned()))),
            _ => Err(Failure::Fault(format!("the program says `{line}`"))),
        }
    }

    /// Connects a client. The kernel does this without the program.
    fn client(&mut self, to: SocketAddr) -> Result<TcpStream, Failure> {
        connect(to).map_err(|error| match error.kind() {
            ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset => self.does_not_listen(),
            _ => Failure::Fault(format!("a client cannot connect to {to}: {error}")),
        })
    }

    /// Why nobody listens.
    fn does_not_listen(&mut self) -> Failure {
        let situation = "A client was refused: nobody listens.";
        match self.next() {
            Ok(Event::Client(..)) => seen(situation, Some("the_listener_is_shut")),
            Ok(event) => self.unexpected(&event, situation, why_it_ended),
            Err(failure) => failure,
        }
    }

    /// The program accepts a client: the two addresses that it tells.
    fn accepts(
        &mut self,
        situation: &str,
        why: fn(&Self, &Event) -> Option<&'static str>,
    ) -> Result<(SocketAddr, SocketAddr), Failure> {
        match self.next()? {
            Event::Client(local, peer) => Ok((local, peer)),
            event => Err(self.unexpected(&event, situation, why)),
        }
    }

    /// The program accepts this client.
    fn accepts_client(
        &mut self,
        client: &TcpStream,
        situation: &str,
        why: fn(&Self, &Event) -> Option<&'static str>,
    ) -> Result<(), Failure> {
        let (_, peer) = self.accepts(situation, why)?;
        let expected = own_address(client)?;
        if peer == expected {
            return Ok(());
        }
        let words = format!("{situation} This client is {expected}. greet was called for {peer}.");
        Err(seen(words, None))
    }

    fn unexpected(
        &self,
        event: &Event,
        situation: &str,
        why: fn(&Self, &Event) -> Option<&'static str>,
    ) -> Failure {
        let mistake = why(self, event);
        let words = match event {
            Event::Ended(Ended::NotStarted) => return Failure::Ended(Ended::NotStarted),
            Event::Client(_, peer) => format!("greet was called for {peer}."),
            Event::Returned(None) => "acceptor() returned Ok.".to_owned(),
            Event::Returned(Some(error)) => format!("acceptor() returned the error {error}."),
            Event::Ended(Ended::Panicked { location, message }) => {
                format!("Your program panicked at {location}: {message}")
            }
            Event::Ended(Ended::Waits | Ended::Loops) => {
                format!("Within {} seconds greet was not called.", DEADLINE.as_secs())
            }
            Event::Ended(ended) => grader::ending(ended),
        };
        seen(format!("{situation} {words}"), mistake)
    }
}

/// Why a program does not accept the next client, after it has accepted one.
fn why_it_ended(server: &Server, event: &Event) -> Option<&'static str> {
    match event {
        Event::Returned(None) | Event::Ended(Ended::Exited(_)) => Some("one_client_only"),
        _ if event.is_error(&["AddrInUse"]) => Some("a_new_listener_each_time"),
        _ if event.is_error(&["InvalidInput"]) => {
            let listens = server.running.is_some() && connect(server.listening).is_ok();
            Some(if listens { "accepts_on_the_connection" } else { "the_listener_is_shut" })
        }
        Event::Ended(Ended::Waits | Ended::Loops) if !server.listened => {
            Some("the_listener_is_shut")
        }
        _ => None,
    }
}

fn connect(to: SocketAddr) -> io::Result<TcpStream> {
    let client = TcpStream::connect_timeout(&to, DEADLINE)?;
    client.set_read_timeout(Some(DEADLINE))?;
    Ok(client)
}

/// Connects a client that has this address and port.
fn connect_from(from: SocketAddr, to: SocketAddr) -> Result<TcpStream, Failure> {
    let connected = || {
        let socket = Socket::new(Domain::for_address(from), Type::STREAM, None)?;
        socket.bind(&from.into())?;
        socket.connect_timeout(&to.into(), DEADLINE)?;
        socket.set_read_timeout(Some(DEADLINE))?;
        Ok(socket.into())
    };
    connected().map_err(fault("a client cannot connect"))
}

fn own_address(client: &TcpStream) -> Result<SocketAddr, Failure> {
    client.local_addr().map_err(fault("a client has no address"))
}

/// What the given program says to a client.
fn words((local, peer): (SocketAddr, SocketAddr)) -> String {
    format!("{local} greets {peer}.\n")
}

/// Reads as many bytes as there should be, or up to the end.
fn hear(mut client: &TcpStream, expected: &str) -> Result<String, Failure> {
    let mut heard = Vec::new();
    let mut buffer = [0; 256];
    while heard.len() < expected.len() {
        match client.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => heard.extend(&buffer[..length]),
            Err(error) => {
                let heard = String::from_utf8_lossy(&heard);
                let then = match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                        format!("nothing more came within {} seconds", DEADLINE.as_secs())
                    }
                    _ => format!("its read gave the error {error}"),
                };
                let words =
                    format!("A client should hear {expected:?}. It heard {heard:?}, then {then}.");
                return Err(seen(words, None));
            }
        }
    }
    Ok(String::from_utf8_lossy(&heard).into_owned())
}

/// The client hears the words that greet gave back for these two addresses.
fn hears(client: &TcpStream, ends: (SocketAddr, SocketAddr)) -> Result<(), Failure> {
    let expected = words(ends);
    let heard = hear(client, &expected)?;
    if heard == expected {
        return Ok(());
    }
    Err(seen(format!("A client should hear {expected:?}. It heard {heard:?}."), None))
}

/// Closes a client's socket by a reset.
fn reset(client: TcpStream) -> Result<(), Failure> {
    let linger = SockRef::from(&client).set_linger(Some(Duration::ZERO));
    linger.map_err(fault("SO_LINGER cannot be set"))
}

fn hears_its_words(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench, ANY_PORT)?;
    let client = server.client(server.listening)?;
    let ends = server.accepts("A client connected.", |_, event| {
        event.is_error(&["NotConnected"]).then_some("the_listeners_peer")
    })?;
    server.goes_on();
    let heard = hear(&client, &words(ends))?;
    if heard == words(ends) {
        return Ok(());
    }
    // Did the program get an error, or does it go on to the next client?
    let situation = format!("A client should hear {:?}. It heard {heard:?}.", words(ends));
    let _next = connect(server.listening);
    match server.next()? {
        Event::Client(..) => {
            let question = "Were the words sent, and on the socket that accept gave back?";
            Err(seen(format!("{situation} {question}"), None))
        }
        event => Err(server.unexpected(&event, &situation, |_, event| {
            let no_peer = event.is_error(&["BrokenPipe", "NotConnected"]);
            no_peer.then_some("talks_on_the_listener")
        })),
    }
}

/// The two ends that the program told are those of the connection.
fn told_rightly(
    told: (SocketAddr, SocketAddr),
    expected: (SocketAddr, SocketAddr),
) -> Result<(), Failure> {
    let mistake = match told {
        _ if told == expected => return Ok(()),
        (local, peer) if (peer, local) == expected => Some("ends_swapped"),
        (local, _) if local.ip().is_unspecified() => Some("the_listeners_address"),
        _ => None,
    };
    let words = format!(
        "{} connected to {}. greet was called with the local address {} and the peer {}.",
        expected.1, expected.0, told.0, told.1
    );
    Err(seen(words, mistake))
}

fn goes_on_waiting(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::starts(bench.program, ANY_PORT)?;
    let place = server.listening;
    // Where the kernel shows its table, the listening socket has a number.
    let number = || kernel::row_at(place, State::Listen).ok()?.map(|row| row.inode);
    let shown = kernel::row_at(place, State::Listen).is_ok();
    let first = if shown { kernel::until(DEADLINE, number) } else { None };
    server.goes_on();
    for client in ["first", "second", "third"] {
        let situation = format!("The {client} client connected.");
        let stream = server.client(place)?;
        server.accepts_client(&stream, &situation, why_it_ended)?;
        server.goes_on();
        hears(&stream, (place, own_address(&stream)?))?;
    }
    // The kernel's table may lack a row while it is read.
    let same = || (number() == first).then_some(());
    if !shown || kernel::until(SENT_ALREADY, same).is_some() {
        return Ok(());
    }
    let words = format!("Three clients were served. Now another socket listens at {place}.");
    Err(seen(words, Some("a_new_listener_each_time")))
}

/// Waits until so many connections are in the queue, where the kernel shows it.
fn are_queued(server: &Server, clients: usize) -> Result<(), Failure> {
    if kernel::row_at(server.listening, State::Listen).is_err() {
        return Ok(());
    }
    let queued = kernel::until(DEADLINE, || {
        let row = kernel::row_at(server.listening, State::Listen).ok()??;
        (row.receive_queue as usize == clients).then_some(())
    });
    let fault = || Failure::Fault(format!("the kernel's queue never had {clients} clients"));
    queued.ok_or_else(fault)
}

fn come_in_order(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::starts(bench.program, ANY_PORT)?;
    let mut clients = Vec::new();
    for number in 1..=3 {
        clients.push(server.client(server.listening)?);
        are_queued(&server, number)?;
    }
    server.goes_on();
    let mut came = Vec::new();
    let mut greeted = Vec::new();
    for client in &clients {
        came.push(own_address(client)?);
        let (_, peer) = server.accepts("Three clients wait in the queue.", why_it_ended)?;
        greeted.push(peer);
        server.goes_on();
    }
    if greeted == came {
        return Ok(());
    }
    let list = |all: &[SocketAddr]| all.iter().map(SocketAddr::to_string).collect::<Vec<_>>();
    let words = format!(
        "Three clients connected before the first accept, in this order: {}. greet was called in \
         this order: {}.",
        list(&came).join(", "),
        list(&greeted).join(", ")
    );
    let mistake = greeted.iter().eq(came.iter().rev()).then_some("the_last_one_first");
    Err(seen(words, mistake))
}

/// How many clients come, to see whether something is left of them.
const MANY: usize = 100;

/// How long the end of a stream may take, when it has been sent already.
const SENT_ALREADY: Duration = Duration::from_secs(2);

/// After its words a client sees the end of its stream.
fn hears_the_end(mut client: &TcpStream, situation: &str) -> Result<(), Failure> {
    client.set_read_timeout(Some(SENT_ALREADY)).map_err(fault("a client's socket"))?;
    let (words, mistake) = match client.read(&mut [0]) {
        Ok(0) => return Ok(()),
        Ok(_) => ("It heard more than the words from greet.", None),
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {
            ("Then it saw no end of the stream, but a reset.", None)
        }
        Err(_) => (
            "But it does not see the end of its stream: its connection is still open.",
            Some("keeps_the_connections"),
        ),
    };
    Err(seen(format!("{situation} {words}"), mistake))
}

fn are_closed(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench, ANY_PORT)?;
    let place = server.listening;
    let first = server.client(place)?;
    server.accepts_client(&first, "A client connected.", why_it_ended)?;
    let descriptors = descriptors(server.id());
    server.goes_on();
    hears(&first, (place, own_address(&first)?))?;
    let second = server.client(place)?;
    server.accepts_client(&second, "The second client connected.", why_it_ended)?;
    hears_the_end(&first, "The first client has heard its words. The second one is accepted.")?;
    let Ok(before) = descriptors else {
        return skip("which descriptors a program has is checked on Linux only");
    };
    // All of them are in the queue, or on their way through: so no time is lost between them.
    let mut clients = Vec::new();
    for _ in 0..MANY {
        server.goes_on();
        clients.push(server.client(place)?);
    }
    for client in clients {
        server.accepts_client(&client, "Another client connected.", why_it_ended)?;
    }
    let after = self::descriptors(server.id())?;
    if after <= before {
        return Ok(());
    }
    let words = format!(
        "While it served its first client, your program had {before} descriptors. {} clients \
         later it has {after}, although it serves one.",
        MANY + 1
    );
    Err(seen(words, Some("shut_down_but_not_closed")))
}

/// How many descriptors a process has.
fn descriptors(process: u32) -> Result<usize, String> {
    let folder = format!("/proc/{process}/fd");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{folder}: {error}"))?;
    Ok(entries.count())
}

/// What a program does while there is nothing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Activity {
    /// It has been asleep all the time.
    Rests,
    /// It falls asleep and wakes up again, by itself.
    Naps,
    /// It keeps a processor busy.
    Busy,
    /// It has ended.
    Over,
    /// This machine was too slow to tell.
    Unknown,
}

/// What Linux shows of a process (proc_pid_stat(5), proc_pid_status(5), proc_pid_wchan(5)).
struct Look {
    is_asleep: bool,
    is_over: bool,
    /// The time that it has had a processor, in hundredths of a second.
    ticks: u64,
    /// How often its first thread has fallen asleep.
    sleeps: u64,
    /// In which function of the kernel it is asleep. Not every system tells.
    place: String,
}

fn look(process: u32) -> Option<Look> {
    let read = |file| fs::read_to_string(format!("/proc/{process}/{file}")).ok();
    let stat = read("stat")?;
    // The second field is the program's name in parentheses; it may hold spaces.
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let status = read("status")?;
    let sleeps = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
    Some(Look {
        is_asleep: fields.first() == Some(&"S"),
        is_over: matches!(fields.first(), Some(&"Z" | &"X")),
        ticks: [11, 12].iter().filter_map(|n| fields.get(*n)?.parse::<u64>().ok()).sum(),
        sleeps: sleeps.trim().parse().ok()?,
        place: read("wchan").unwrap_or_default(),
    })
}

/// Looks until it is certain what the program does: each answer is something that it has done, so a
/// busy machine only makes it take longer.
fn activity(process: u32) -> Activity {
    // In hundredths of a second. A program that waits uses nothing at all.
    const BUSY: u64 = 5;
    const NAPS: u64 = 10;
    const ASLEEP: Duration = Duration::from_millis(500);
    const PATIENCE: Duration = Duration::from_secs(4);
    let Some(first) = look(process) else { return Activity::Over };
    let mut asleep_since = (first.sleeps, Instant::now());
    let activity = kernel::until(PATIENCE, || {
        let Some(now) = look(process) else { return Some(Activity::Over) };
        if !now.is_asleep || now.sleeps != asleep_since.0 {
            asleep_since = (now.sleeps, Instant::now());
        }
        match now {
            now if now.is_over => Some(Activity::Over),
            now if now.place.contains("accept") => Some(Activity::Rests),
            now if now.place.contains("nanosleep") => Some(Activity::Naps),
            now if now.ticks >= first.ticks + BUSY => Some(Activity::Busy),
            now if now.sleeps >= first.sleeps + NAPS => Some(Activity::Naps),
            _ => (asleep_since.1.elapsed() >= ASLEEP).then_some(Activity::Rests),
        }
    });
    activity.unwrap_or(Activity::Unknown)
}

fn rests(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench, ANY_PORT)?;
    if look(server.id()).is_none() && !cfg!(target_os = "linux") {
        return skip("whether a program rests is checked on Linux only");
    }
    match activity(server.id()) {
        Activity::Rests | Activity::Over => {}
        Activity::Naps => {
            let words = "Nobody has come. Your program does not wait in accept: it falls asleep, \
                         wakes up by itself, and falls asleep again.";
            return Err(seen(words, Some("looks_now_and_then")));
        }
        Activity::Busy => {
            let words = "Nobody has come. But your program keeps a processor busy all the time.";
            return Err(seen(words, Some("asks_again_and_again")));
        }
        Activity::Unknown => {
            let words = "this machine is too slow to tell whether the program rests";
            return Err(Failure::Fault(words.to_owned()));
        }
    }
    let client = server.client(server.listening)?;
    server.accepts_client(&client, "A client came to a server at rest.", why_it_ended)
}

fn clients_that_have_gone(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench, ANY_PORT)?;
    let place = server.listening;
    // The first goes while greet has not returned yet, the second before it is accepted.
    let first = server.client(place)?;
    server.accepts_client(&first, "A client connected.", why_it_ended)?;
    let second = server.client(place)?;
    are_queued(&server, 1)?;
    let gone = own_address(&second)?;
    let addresses = [own_address(&first)?, gone];
    reset(first)?;
    reset(second)?;
    // The server's end is in no table any more, as soon as it knows.
    let are_reset = kernel::until(DEADLINE, || {
        let rows = kernel::rows().unwrap_or_default();
        let mut connected = rows.iter().filter(|row| row.local == place);
        (!connected.any(|row| addresses.contains(&row.remote))).then_some(())
    });
    if are_reset.is_none() {
        return Err(Failure::Fault("the clients' resets did not arrive".to_owned()));
    }
    let third = server.client(place)?;
    server.goes_on();
    let situation = "Two clients have gone: one while it was served, one before it was accepted. A \
                     third one waits.";
    let why = |_: &Server, event: &Event| match event {
        _ if event.is_error(&["NotConnected"]) => Some("the_peer_is_asked_too_late"),
        Event::Returned(_) | Event::Ended(Ended::Panicked { .. } | Ended::Exited(_)) => {
            Some("one_client_ends_all")
        }
        _ => None,
    };
    let (mut local, mut peer) = server.accepts(situation, why)?;
    if peer == gone {
        server.goes_on();
        (local, peer) = server.accepts(situation, why)?;
    }
    told_rightly((local, peer), (place, own_address(&third)?))?;
    server.goes_on();
    hears(&third, (local, peer))
}

/// 0, 1 and 2 are standard input, output and error. So with this limit there is no free descriptor.
const NO_DESCRIPTOR: u64 = 3;

fn no_free_descriptor(bench: &Bench<'_>) -> Result<(), Failure> {
    let mut server = Server::opens(bench, ANY_PORT)?;
    let place = server.listening;
    let first = server.client(place)?;
    server.accepts_client(&first, "A client connected.", why_it_ended)?;
    let had = match limits::lower(Process::new(server.id()), Limit::Descriptors, NO_DESCRIPTOR) {
        Ok(had) => had,
        Err(reason) => return skip(&reason),
    };
    let second = server.client(place)?;
    are_queued(&server, 1)?;
    server.goes_on();
    hears(&first, (place, own_address(&first)?))?;
    // Now it comes to accept, which can't give it a descriptor.
    let situation = "A client waits, and the program may open no more descriptors: accept fails \
                     with EMFILE.";
    if activity(server.id()) == Activity::Busy {
        let words = format!("{situation} Your program now keeps a processor busy.");
        return Err(seen(words, Some("tries_again_at_once")));
    }
    // A program that has ended has no limits.
    drop(had);
    let situation = format!("{situation} Then it may open descriptors again.");
    server.accepts_client(&second, &situation, |_, event| match event {
        Event::Ended(Ended::Floods) => Some("tries_again_at_once"),
        Event::Returned(_) | Event::Ended(Ended::Panicked { .. } | Ended::Exited(_)) => {
            Some("an_error_is_the_end")
        }
        _ => None,
    })
}

fn the_listening_ends(bench: &Bench<'_>) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return skip("what accept says of a socket that was shut down is checked on Linux only");
    }
    let mut server = Server::opens(bench, ANY_PORT)?;
    let client = server.client(server.listening)?;
    server.accepts_client(&client, "A client connected.", why_it_ended)?;
    // The given program shuts the listening socket down, as another thread could do.
    server.order("stop");
    let situation = "The listening socket was shut down: from now on accept gives EINVAL.";
    match server.next()? {
        Event::Returned(Some(error)) if error.starts_with("InvalidInput ") => Ok(()),
        Event::Ended(Ended::Waits | Ended::Loops | Ended::Floods) => {
            let words = format!(
                "{situation} Within {} seconds acceptor() did not return.",
                DEADLINE.as_secs()
            );
            Err(seen(words, Some("no_error_is_the_end")))
        }
        event => {
            let situation = format!("{situation} acceptor() should return this error.");
            Err(server.unexpected(&event, &situation, |_, _| None))
        }
    }
}

/// The kernel's table at each step of the chapter's story, as it must be.
const TABLE: &str = include_str!("stories/acceptor/two_clients.table");

/// The chapter's addresses: the server, and the two clients in the order in which they come.
const SERVER: SocketAddr = chapter(1, 80);
const CLIENTS: [SocketAddr; 2] = [chapter(153, 1025), chapter(86, 1025)];

const fn chapter(host: u8, port: u16) -> SocketAddr {
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(198, 18, 203, host)), port)
}

/// In the process inside the namespace: the learner's program, and what happens there.
const INSIDE: &str = "SOCKLINGS_INSIDE";
const HAPPENS: &str = "SOCKLINGS_HAPPENS";

/// What stands for the end of a line in the one line with the verdict from there.
const LINE_END: &str = "\u{1e}";

/// Starts this test again, inside a network namespace. There a server may wait at every address
/// without being seen from outside, it and its clients can have the chapter's own addresses and
/// ports, and the kernel's table has nobody else's sockets.
fn in_a_network_of_its_own(bench: &Bench<'_>, happens: &str) -> Result<(), Failure> {
    if let Err(reason) = namespaces_are_allowed() {
        return skip(&reason);
    }
    let test = env::current_exe().map_err(fault("the test does not know its own file"))?;
    let mut inside = std::ffi::OsString::from(format!("{INSIDE}="));
    inside.push(bench.program.path());
    let mut unshare = Program::new("unshare");
    if let Some(mistake) = bench.program.mistake() {
        unshare = unshare.with_mistake(mistake);
    }
    let arguments = ["--map-root-user", "--net", "--", "env"].map(Into::into);
    let libtest = ["the_inside", "--exact", "--ignored", "--nocapture"].map(Into::into);
    let settings = [inside, format!("{HAPPENS}={happens}").into()];
    let arguments = arguments.into_iter().chain(settings).chain([test.into()]).chain(libtest);
    let mut running = unshare.start::<std::ffi::OsString>(arguments)?;
    let Some(line) = running.line() else {
        let run = running.end();
        return Err(match run.ended {
            Ended::Exited(_) => Failure::Fault(format!("{}{}", run.stdout, run.stderr)),
            ended => Failure::Ended(ended),
        });
    };
    let (verdict, words) = line.split_once(' ').unwrap_or((&line, ""));
    let words = words.replace(LINE_END, "\n");
    match verdict {
        "passed" => Ok(()),
        "not-started" => Err(Failure::Ended(Ended::NotStarted)),
        "seen" => {
            let (mistake, words) = words.split_once(' ').unwrap_or_default();
            Err(seen(words, MISTAKES.iter().find(|name| **name == mistake).copied()))
        }
        _ => Err(Failure::Fault(words)),
    }
}

/// Not a check: what two of the checks start, inside the namespace.
#[test]
#[ignore = "two of the checks start it, in a network of its own"]
fn the_inside() {
    let Some(program) = env::var_os(INSIDE) else { return };
    let happens = match env::var(HAPPENS).as_deref() {
        Ok("two addresses") => two_addresses,
        Ok("two clients") => two_clients,
        other => panic!("{HAPPENS} is {other:?}"),
    };
    let verdict = match set_up_the_network().and_then(|()| happens(&Program::new(program))) {
        Ok(()) => "passed".to_owned(),
        Err(Failure::Ended(Ended::NotStarted)) => "not-started".to_owned(),
        Err(Failure::Ended(ended)) => format!("seen - {}", grader::ending(&ended)),
        Err(Failure::Seen(words, mistake)) => format!("seen {} {words}", mistake.unwrap_or("-")),
        Err(other) => format!("fault {other}"),
    };
    // libtest may have begun a line.
    println!("\n@ {}", verdict.replace('\n', LINE_END));
}

/// A server waits at every address. Its clients dial two of them.
fn two_addresses(program: &Program) -> Result<(), Failure> {
    let mut server = Server::starts(program, (Ipv4Addr::UNSPECIFIED, SERVER.port()).into())?;
    for client in CLIENTS {
        let dialled = SocketAddr::new(client.ip(), SERVER.port());
        server.goes_on();
        let client = server.client(dialled)?;
        let situation = "A server waits at 0.0.0.0. A client connected.";
        let told = server.accepts(situation, why_it_ended)?;
        told_rightly(told, (dialled, own_address(&client)?))?;
    }
    Ok(())
}

/// The chapter's two clients come to the chapter's server.
fn two_clients(program: &Program) -> Result<(), Failure> {
    let mut steps = TABLE.split("\n\n");
    let mut look = |server: &Server| shows(server, steps.next().unwrap_or_default());

    let mut server = Server::starts(program, SERVER)?;
    look(&server)?;
    let mut clients = Vec::new();
    for (number, client) in (1..).zip(CLIENTS) {
        clients.push(connect_from(client, SERVER)?);
        are_queued(&server, number)?;
    }
    look(&server)?;
    for client in CLIENTS {
        server.goes_on();
        let situation = format!("{client} and {SERVER} are connected.");
        told_rightly(server.accepts(&situation, why_it_ended)?, (SERVER, client))?;
        look(&server)?;
    }
    server.goes_on();
    for (stream, client) in clients.into_iter().zip(CLIENTS) {
        hears(&stream, (SERVER, client))?;
        // Who closes first keeps the four values. That must be the server.
        hears_the_end(&stream, "A client has heard its words.")?;
    }
    look(&server)
}

/// Gives this namespace the chapter's addresses.
fn set_up_the_network() -> Result<(), Failure> {
    let mut batch = "link set lo up\n".to_owned();
    for address in [SERVER, CLIENTS[0], CLIENTS[1]] {
        batch += &format!("address add {}/32 dev lo\n", address.ip());
    }
    let fault = fault("ip");
    let mut ip = Command::new("ip");
    let mut ip = ip.args(["-batch", "-"]).stdin(Stdio::piped()).spawn().map_err(&fault)?;
    if let Some(mut input) = ip.stdin.take() {
        input.write_all(batch.as_bytes()).map_err(&fault)?;
    }
    let status = ip.wait().map_err(&fault)?;
    if status.success() { Ok(()) } else { Err(Failure::Fault(format!("ip: {status}"))) }
}

/// The kernel's table becomes what this step says.
fn shows(server: &Server, step: &str) -> Result<(), Failure> {
    let (title, table) = step.trim().split_once('\n').unwrap_or((step, ""));
    let mut expected: Vec<_> = table.lines().map(|line| line.trim().to_owned()).collect();
    expected.sort();
    let mut rows = Vec::new();
    let shown = kernel::until(DEADLINE / 2, || {
        rows = table_of(server.id()).ok()?;
        rows.sort();
        (rows == expected).then_some(())
    });
    if shown.is_some() {
        return Ok(());
    }
    let list = |rows: &[String]| rows.iter().map(|row| format!("\n  {row}")).collect::<String>();
    let words = format!(
        "{title}\n\nThe kernel's table:{}\n\nIt should be:{}",
        list(&rows),
        list(&expected)
    );
    Err(seen(words, None))
}

/// The rows of the kernel's table, each with whose socket it is.
fn table_of(server: u32) -> Result<Vec<String>, String> {
    let of_the_server: Vec<_> = kernel::rows_of(server)?.iter().map(|row| row.inode).collect();
    let rows = kernel::rows()?.into_iter().map(|row| {
        let queue = match row.receive_queue {
            _ if row.state != State::Listen => String::new(),
            1 => ", 1 waits".to_owned(),
            number => format!(", {number} wait"),
        };
        let owner = match row.inode {
            0 => "nobody",
            inode if of_the_server.contains(&inode) => "the server",
            _ => "a client",
        };
        let [local, remote] = [row.local, row.remote].map(|address| address.to_string());
        format!("{:<12} {local:<20} {remote:<20} {owner}{queue}", row.state)
    });
    Ok(rows.collect())
}

/// Without arguments the program is for people. This one ends by itself, as nothing is typed.
#[cfg(feature = "reference")]
#[test]
fn the_program_shows_its_socket_to_people() {
    let mut program = assert_cmd::Command::new(EXERCISE.program);
    let shown = program.write_stdin("").timeout(DEADLINE).assert().success();
    shown.stdout(predicates::str::contains("A socket waits at 127.0.0.1:"));
}

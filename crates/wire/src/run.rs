//! Runs the host: waits for packets, for the web server and for time, and lets each of them go on.

use std::io::{self, Write};
use std::net::{SocketAddr, SocketAddrV4, TcpListener};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use netstack::SocketTable;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Resource, getrlimit, setrlimit};
use signal_hook::consts::{SIGCHLD, SIGINT, SIGTERM};
use socklings::course::Course;

use crate::Result;
use crate::door::{self, PORT};
use crate::host::Host;
use crate::namespace::{self, CLIENTS, HOST};
use crate::record::Record;
use crate::relay::Relay;
use crate::settings::Settings;
use crate::stack::{Network, Stack};
use crate::timers::Timers;
use crate::website::{self, Website};

/// The longest packet that comes through the device.
const LONGEST: usize = 65_536;

/// How long the last client's connections may take to end, when that client has ended.
const TO_THE_END: Duration = Duration::from_secs(3);

/// How many packets are taken before something else has its turn.
const PACKETS_AT_A_TIME: usize = 64;

/// Runs until somebody presses Ctrl-C, or until the client that was named ends.
pub fn run(host: Host) -> Result<ExitCode> {
    let settings = Settings::read();
    let record = Record::new(&settings)?;
    raise_limit();
    let place =
        if settings.stdin_is_tun { Place::given(&settings)? } else { Place::make(&settings)? };
    let signals =
        Signals::new().map_err(|error| format!("Signals cannot be waited for: {error}."))?;

    let mut table = SocketTable::default();
    table.addresses = vec![HOST];
    table.limits.descriptors = 65_536;
    let network = Network { loss: settings.loss, chance: fastrand::Rng::with_seed(settings.seed) };
    let second = Duration::from_secs(1) / settings.clock;
    let mut stack = Stack::new(host, table, record, network, Timers::new(second));
    let here = SocketAddrV4::new(HOST, PORT);
    let relay = Relay::listen(&mut stack, here, place.server, &settings)?;
    let client = start(&settings)?;
    place.welcome(client.is_some());
    let Place { tun, door, .. } = place;
    if let Some(door) = door {
        door::serve(door).map_err(|error| format!("No thread can be made: {error}."))?;
    }
    let mut running = Running { tun, stack, relay, signals, client, second, ends: None };
    let code = running.go_on()?;
    running.stack.record.finish()?;
    Ok(code)
}

/// Where the host is: its device, and who is behind it and before it.
struct Place {
    tun: OwnedFd,
    /// The server whose answers the host hands on.
    server: SocketAddr,
    /// Whose server it is, in words.
    whose: &'static str,
    /// The web server ends with this process: its standard input is a pipe of this one.
    _process: Option<Child>,
    /// A port of the ordinary network.
    door: Option<TcpListener>,
}

impl Place {
    /// Somebody else has made it.
    fn given(settings: &Settings) -> Result<Self> {
        let tun = rustix::stdio::stdin().try_clone_to_owned();
        let tun = tun.map_err(|error| format!("Standard input is no device: {error}."))?;
        let server = settings.server.ok_or("The device needs a server behind it: --server.")?;
        Ok(Self { tun, server, whose: "", _process: None, door: None })
    }

    /// Makes all of it. What needs the ordinary network comes before this process leaves that.
    fn make(settings: &Settings) -> Result<Self> {
        namespace::device_is_there()?;
        let door = door::open()
            .map_err(|error| format!("No port of 127.0.0.1 can be opened: {error}."))?;
        if let Some(root) = settings.root.as_ref().filter(|root| !root.is_dir()) {
            return Err(format!("--root: {} is no folder.", root.display()));
        }
        let course = Course::find();
        let website = match settings.server {
            Some(_) => None,
            None => {
                let root = settings.root.clone().map_or_else(|| website::book(&course), Ok)?;
                Some((Website::build(&course)?, root))
            }
        };
        namespace::enter()?;
        let tun = namespace::device()?;
        let (server, whose, process) = match (settings.server, website) {
            (Some(server), _) => (server, "a server of yours", None),
            (None, Some((website, root))) => {
                let (process, address) = website.start(&root)?;
                (address, website.whose, Some(process))
            }
            (None, None) => return Err("There is no server.".to_owned()),
        };
        Ok(Self { tun, server, whose, _process: process, door: Some(door) })
    }

    fn welcome(&self, has_client: bool) {
        let door = self.door.as_ref().and_then(|door| door.local_addr().ok());
        // Where nobody reads that, the host answers all the same.
        let mut out = io::stdout();
        let _ = match door {
            None => writeln!(out, "@ waiting"),
            Some(_) if has_client => Ok(()),
            Some(door) => writeln!(
                out,
                "\nYour host listens at http://{HOST}/ in a network of its own. Behind it: {}.\n\n  \
                 in a browser:  http://{door}/\n  \
                 with curl:     nsenter --target {} --user --net --preserve-credentials \\\n                 \
                 curl --interface {} --local-port 1025 http://{HOST}/\n\nCtrl-C ends it.",
                self.whose,
                std::process::id(),
                CLIENTS[1],
            ),
        };
    }
}

/// The client that the command line names.
fn start(settings: &Settings) -> Result<Option<Child>> {
    let Some((program, arguments)) = settings.command.split_first() else { return Ok(None) };
    let child = Command::new(program).args(arguments).spawn();
    let named = program.display();
    child.map(Some).map_err(|error| format!("{named} cannot be started: {error}."))
}

/// What signals tell: somebody wants this process to end, or its client has ended.
struct Signals {
    /// It can be read as soon as there is one.
    came: UnixStream,
    stop: Arc<AtomicBool>,
}

impl Signals {
    fn new() -> io::Result<Self> {
        let (came, write) = UnixStream::pair()?;
        came.set_nonblocking(true)?;
        let stop = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            signal_hook::flag::register(signal, Arc::clone(&stop))?;
        }
        for signal in [SIGINT, SIGTERM, SIGCHLD] {
            signal_hook::low_level::pipe::register(signal, write.try_clone()?)?;
        }
        Ok(Self { came, stop })
    }
}

/// As many descriptors as this process may have: each client needs one.
fn raise_limit() {
    let limit = getrlimit(Resource::Nofile);
    let raised = rustix::process::Rlimit { current: limit.maximum, ..limit };
    // With fewer, there is room for fewer clients.
    let _ = setrlimit(Resource::Nofile, raised);
}

struct Running {
    tun: OwnedFd,
    stack: Stack,
    relay: Relay,
    signals: Signals,
    client: Option<Child>,
    /// How long one of the host's seconds takes.
    second: Duration,
    /// How this process ends, and when at the latest.
    ends: Option<(ExitCode, Instant)>,
}

impl Running {
    fn go_on(&mut self) -> Result<ExitCode> {
        let mut next_second = Instant::now() + self.second;
        let mut bytes = vec![0; LONGEST];
        let wrong = |error: Errno| format!("The TUN device does not answer: {error}.");
        loop {
            if let Some((code, latest)) = self.ends
                && (self.stack.is_at_rest() || Instant::now() >= latest)
            {
                return Ok(code);
            }
            let (fds, has_signal) = self.wait(next_second)?;
            if has_signal && let Some(code) = self.ended()? {
                return Ok(code);
            }
            for _ in 0..PACKETS_AT_A_TIME {
                match rustix::io::read(&self.tun, &mut bytes) {
                    Ok(length) => self.stack.receive(&bytes[..length]),
                    Err(Errno::AGAIN) => break,
                    Err(error) => return Err(wrong(error)),
                }
            }
            while Instant::now() >= next_second {
                next_second += self.second;
                self.stack.pass(1);
            }
            self.stack.expire();
            let touched = std::mem::take(&mut self.stack.touched);
            self.relay.go_on(&mut self.stack, touched, &fds);
            self.stack.write_table();
            while let Some(packet) = self.stack.out.pop_front() {
                match rustix::io::write(&self.tun, &packet) {
                    // If the network is full, this packet is lost.
                    Ok(_) | Err(Errno::AGAIN) => {}
                    Err(error) => return Err(wrong(error)),
                }
            }
        }
    }

    /// Waits until there is something to do. The connections for which the web server has something,
    /// and whether a signal has come.
    fn wait(&self, next_second: Instant) -> Result<(Vec<netstack::Fd>, bool)> {
        let (fds, mut waits) = self.relay.waits_for();
        waits.push(PollFd::new(&self.tun, PollFlags::IN));
        waits.push(PollFd::new(&self.signals.came, PollFlags::IN));
        let latest = self.ends.map(|(_, latest)| latest);
        let times = [self.stack.timers.next(), self.stack.record.next(), latest];
        let times = times.into_iter().flatten();
        let until = times.min().map_or(next_second, |it| it.min(next_second));
        let until = match self.stack.touched.is_empty() {
            true => until.saturating_duration_since(Instant::now()),
            false => Duration::ZERO,
        };
        let until = Timespec::try_from(until).map_err(|_| "The clock is wrong.".to_owned())?;
        match poll(&mut waits, Some(&until)) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(format!("poll: {error}.")),
        }
        let came = |wait: &PollFd<'_>| !wait.revents().is_empty();
        let has_signal = waits.last().is_some_and(came);
        let fds = fds.into_iter().zip(&waits).filter(|(_, wait)| came(wait)).map(|(fd, _)| fd);
        Ok((fds.collect(), has_signal))
    }

    /// How this process ends, if it ends.
    fn ended(&mut self) -> Result<Option<ExitCode>> {
        let mut signals = [0; 64];
        let _ = io::Read::read(&mut self.signals.came, &mut signals);
        if self.signals.stop.load(Ordering::Relaxed) {
            return Ok(Some(ExitCode::SUCCESS));
        }
        // A web server that has ended is seen by who asks it.
        let Some(client) = &mut self.client else { return Ok(None) };
        match client.try_wait() {
            Ok(Some(status)) => {
                let code = status.code().and_then(|code| u8::try_from(code).ok());
                let code = ExitCode::from(code.unwrap_or(1));
                self.client = None;
                self.ends = Some((code, Instant::now() + TO_THE_END));
                Ok(None)
            }
            Ok(None) => Ok(None),
            Err(error) => Err(format!("The client: {error}.")),
        }
    }
}

//! Part (a) of a server: it reads its settings, starts, listens for clients, and stops.

use std::fmt::Display;
use std::fs;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

use crate::given::{self, Event, Events, Settings, Value};

/// Runs the server: reads the settings, starts, tells that it listens, and serves until it is told to
/// stop.
pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    // All settings come first. A server that starts by half a file would have to be stopped again.
    let settings = match settings(file) {
        Ok(settings) => settings,
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            return ExitCode::from(2);
        }
    };
    let served = start(&settings).and_then(|listener| {
        // Whoever reads this line may connect at once. So it comes after listen.
        let told = given::tell_that_it_listens(&listener);
        told.and_then(|()| serve(listener, &settings, events)).map_err(|error| error.to_string())
    });
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the settings from a file, or says all that is wrong in it.
pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(value, file));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

/// How many clients at a time, and how long is waited for them.
pub struct Limits {
    pub clients: usize,
    pub idle: Duration,
    pub stop: Duration,
}

/// The entries of a file, and what is wrong with them.
pub struct Reader {
    /// The file's name.
    pub file: String,
    /// What stands in it.
    pub entries: Vec<given::Entry>,
    /// A line for each problem.
    pub problems: Vec<String>,
}

impl Reader {
    /// Reads a file as TOML.
    pub fn open(file: &Path) -> Result<Self, Vec<String>> {
        let name = file.display().to_string();
        let bytes = fs::read(file).map_err(|error| vec![format!("{name}: {error}")])?;
        let text = str::from_utf8(&bytes).map_err(|error| {
            let before = &bytes[..error.valid_up_to()];
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            vec![format!("{name}:{line}: a byte here is not UTF-8. Save the file as UTF-8.")]
        })?;
        match given::parse(text) {
            Ok(entries) => Ok(Self { file: name, entries, problems: Vec::new() }),
            Err(wrong) => Err(vec![format!("{name}:{}: {}", wrong.line, wrong.why)]),
        }
    }

    /// A key with a slip in it would otherwise be a setting that has no effect.
    pub fn refuse_unknown_keys(&mut self) {
        let is_unknown = |entry: &&given::Entry| !KEYS.contains(&entry.key.as_str());
        let problem = |entry: &given::Entry| {
            let known = KEYS.join(", ");
            format!(
                "{}:{}: {}: no such setting; there are: {known}",
                self.file, entry.line, entry.key
            )
        };
        self.problems.extend(self.entries.iter().filter(is_unknown).map(problem));
    }

    /// The value of a key. A default stands in for a key that is not there, never for a value that
    /// is wrong.
    pub fn read<T>(
        &mut self,
        key: &str,
        default: Option<T>,
        convert: impl Fn(&Value) -> Result<T, String>,
    ) -> Option<T> {
        let file = &self.file;
        let Some(entry) = self.entries.iter().find(|entry| entry.key == key) else {
            if default.is_none() {
                self.problems.push(format!("{file}: {key}: this setting is missing"));
            }
            return default;
        };
        let converted = convert(&entry.value);
        converted
            .map_err(|why| self.problems.push(format!("{file}:{}: {key}: {why}", entry.line)))
            .ok()
    }

    /// The limits, which have defaults.
    pub fn limits(&mut self) -> Option<Limits> {
        self.read("limits", Some(()), table);
        let clients = self.read("limits.clients", Some(100), |value| integer(value, 1..=10_000));
        let idle = self.read("limits.idle_seconds", Some(60), |value| integer(value, 1..=3600));
        let stop = self.read("limits.stop_seconds", Some(10), |value| integer(value, 0..=600));
        let [idle, stop] = [idle?, stop?].map(Duration::from_secs);
        Some(Limits { clients: clients?, idle, stop })
    }

    /// The settings, or all that is wrong.
    pub fn settings(
        self,
        address: Option<IpAddr>,
        port: Option<u16>,
        root: Option<PathBuf>,
        limits: Option<Limits>,
    ) -> Result<Settings, Vec<String>> {
        match (address, port, root, limits) {
            (Some(address), Some(port), Some(root), Some(limits)) if self.problems.is_empty() => {
                let Limits { clients, idle, stop } = limits;
                Ok(Settings { address, port, root, clients, idle, stop })
            }
            _ => Err(self.problems),
        }
    }
}

/// All settings.
pub const KEYS: [&str; 7] = [
    "address",
    "port",
    "root",
    "limits",
    "limits.clients",
    "limits.idle_seconds",
    "limits.stop_seconds",
];

/// The table of limits. What stands in it has entries of its own.
fn table(value: &Value) -> Result<(), String> {
    match value {
        Value::Table => Ok(()),
        other => Err(format!("this is {}; a table is allowed", other.kind())),
    }
}

/// An integer in a range. It is compared before it is made smaller: 65616 is not 80.
pub fn integer<T>(value: &Value, allowed: RangeInclusive<T>) -> Result<T, String>
where
    T: TryFrom<i64> + PartialOrd + Display,
{
    let rule = format!("an integer from {} to {} is allowed", allowed.start(), allowed.end());
    let Value::Integer(number) = value else {
        return Err(format!("this is {}; {rule}", value.kind()));
    };
    let fits = T::try_from(*number).ok().filter(|number| allowed.contains(number));
    fits.ok_or_else(|| format!("{number} is out of range; {rule}"))
}

/// A port: all that a TCP header has room for.
pub fn port(value: &Value) -> Result<u16, String> {
    integer(value, 0..=u16::MAX)
}

/// An address. A name of a machine is none: it could stand for several.
pub fn address(value: &Value) -> Result<IpAddr, String> {
    const RULE: &str = "an IPv4 or IPv6 address in quotes is allowed, such as \"127.0.0.1\"";
    match value {
        Value::String(text) => text.parse().map_err(|_| format!("{text:?} is no address; {RULE}")),
        other => Err(format!("this is {}; {RULE}", other.kind())),
    }
}

/// A folder. Its path begins where the settings are: a server is started from anywhere.
pub fn folder(value: &Value, file: &Path) -> Result<PathBuf, String> {
    let Value::String(text) = value else {
        return Err(format!("this is {}; the path of a folder in quotes is allowed", value.kind()));
    };
    let path = file.parent().unwrap_or(Path::new("")).join(text);
    match fs::metadata(&path) {
        Ok(found) if found.is_dir() => Ok(path),
        Ok(_) => Err(format!("{} is no folder; the path of a folder is allowed", path.display())),
        Err(error) => Err(format!("the folder {} cannot be found: {error}", path.display())),
    }
}

/// How many clients may be in the queue of the listening socket. Linux cuts this to its own limit.
const BACKLOG: i32 = 128;

/// Creates a TCP socket that listens for clients at the address and port of the settings.
pub fn start(settings: &Settings) -> Result<Socket, String> {
    let address = SocketAddr::new(settings.address, settings.port);
    // The kernel's words alone leave open which address they are about.
    listener(address).map_err(|error| format!("cannot listen at {address}: {error}"))
}

fn listener(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(cfg!(not(windows)))?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    // A client may be gone again between poll and accept. Then accept must not block for another: no
    // signal would be seen meanwhile.
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// How long nobody is accepted when the machine has no descriptor or no thread left.
const PAUSE: Duration = Duration::from_millis(10);

/// Serves clients until the server is told to stop, and lets the present ones finish.
pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    until_a_signal(&listener, settings, events)?;
    // Not at the end of this function: as long as it is open, the kernel connects clients to it.
    drop(listener);
    until_all_have_gone(settings, events)
}

/// Accepts clients until a signal comes.
pub fn until_a_signal(
    listener: &Socket,
    settings: &Settings,
    events: &mut Events,
) -> io::Result<()> {
    let mut pause = None;
    loop {
        let room = pause.is_none() && events.talks() < settings.clients;
        match events.next(room.then_some(listener), pause)? {
            Event::Client if accept(listener, settings, events) => {}
            Event::Client => pause = Some(Instant::now() + PAUSE),
            Event::TalkEnded | Event::Deadline => pause = None,
            Event::Signal => return Ok(()),
        }
    }
}

/// Waits until no talk goes on, but no longer than the settings allow, or than a second signal does.
pub fn until_all_have_gone(settings: &Settings, events: &mut Events) -> io::Result<()> {
    let deadline = Instant::now() + settings.stop;
    while events.talks() > 0 {
        match events.next(None, Some(deadline))? {
            Event::TalkEnded | Event::Client => {}
            Event::Signal | Event::Deadline => break,
        }
    }
    Ok(())
}

/// Accepts a client. Says whether it makes sense to accept another at once.
pub fn accept(listener: &Socket, settings: &Settings, events: &mut Events) -> bool {
    use ErrorKind::{ConnectionAborted, Interrupted, WouldBlock};

    let begun = match listener.accept() {
        Ok((client, _)) => events.begin_talk(client, settings.idle),
        // The client has gone already.
        Err(error) if matches!(error.kind(), ConnectionAborted | Interrupted | WouldBlock) => {
            return true;
        }
        Err(error) => Err(error),
    };
    // Too many open files or threads, for example. The next client would not be luckier.
    if let Err(error) = &begun {
        eprintln!("a client cannot be served: {error}");
    }
    begun.is_ok()
}

//! Grades `16_config`: a server that is told what to do by a file, and told to stop by a signal.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};

use grader::kernel::{self, State};
use grader::real::limits;
use grader::real::process::Process;
use grader::{Bench, DEADLINE, Ended, Failure, Run, Running, seen, skip};
use tempfile::TempDir;

grader::checks! {
    exercise: "config",
    mistakes: &[],
    seen: MISTAKES,

    #[points(2)]
    fn it_waits_where_the_settings_say(bench) {
        waits_at_the_port(bench)
    }

    #[points(2)]
    fn a_wrong_value_is_an_error(bench) {
        WRONG_VALUES.iter().try_for_each(|wrong| is_refused(bench, wrong))
    }

    #[points(1)]
    fn a_port_has_16_bits(bench) {
        PORTS.iter().try_for_each(|wrong| is_refused(bench, wrong))
    }

    #[points(1)]
    fn an_unknown_key_is_an_error(bench) {
        UNKNOWN_KEYS.iter().try_for_each(|wrong| is_refused(bench, wrong))
    }

    #[points(1)]
    fn a_file_that_is_no_use_is_an_error(bench) {
        no_use(bench)
    }

    #[points(1)]
    fn the_settings_are_read_first(bench) {
        settings_first(bench)
    }

    #[points(1)]
    fn an_address_that_cannot_be_had_is_an_error(bench) {
        not_to_be_had(bench)
    }

    #[points(1)]
    fn the_limit_of_clients_holds(bench) {
        limit_of_clients(bench)
    }

    #[points(1)]
    fn an_accept_that_fails_is_tried_again(bench) {
        accept_fails(bench)
    }

    #[points(1)]
    fn a_signal_stops_the_server(bench) {
        [Signal::Term, Signal::Int].into_iter().try_for_each(|signal| stops(bench, signal))
    }

    #[points(1)]
    fn nobody_new_after_the_signal(bench) {
        nobody_new(bench)
    }

    #[points(2)]
    fn the_present_clients_finish(bench) {
        present_clients_finish(bench)
    }

    #[points(1)]
    fn the_deadline_cuts_the_rest_off(bench) {
        deadline(bench)
    }

    #[points(1)]
    fn a_second_signal_ends_at_once(bench) {
        second_signal(bench)
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "says_so_before_listen",
    "root_from_the_working_folder",
    "default_for_a_wrong_value",
    "panics_instead_of_words",
    "success_for_bad_settings",
    "no_line",
    "no_key",
    "not_what_is_allowed",
    "root_is_not_looked_at",
    "limits_without_bounds",
    "cut_to_16_bits",
    "ignores_unknown_keys",
    "bytes_that_are_no_text",
    "default_for_a_missing_key",
    "binds_first",
    "only_the_kernels_words",
    "no_limit_of_clients",
    "turns_clients_away",
    "an_accept_error_ends_the_server",
    "asks_again_at_once",
    "exit_code_of_a_failure",
    "waits_although_nobody_is_there",
    "keeps_accepting",
    "keeps_the_listener_open",
    "cuts_the_clients_off",
    "one_talk_is_not_all",
    "no_deadline",
    "ignores_the_second_signal",
];

/// A settings file that nothing is wrong with. It begins with so many empty lines that the number of
/// a line is no number that a range ends with.
const SETTINGS: [&str; 8] = [
    "address = \"127.0.0.1\"",
    "port = 0",
    "root = \"site\"",
    "other = 0",
    "[limits]",
    "clients = 100",
    "idle_seconds = 600",
    "stop_seconds = 600",
];
const EMPTY_LINES: usize = 20;

/// A settings file in a folder of its own, which goes when this is dropped.
struct Settings {
    folder: TempDir,
    file: PathBuf,
}

/// The key of a line.
fn key_of(line: &str) -> &str {
    line.split_once(" =").map_or(line, |(key, _)| key)
}

/// The settings, with these lines in place of those that have the same key.
fn text_of(lines: &[&str]) -> String {
    let changed = SETTINGS.iter().filter_map(|line| {
        let other = lines.iter().find(|other| key_of(other) == key_of(line));
        // A line for a key that nobody knows stands there only if it is asked for.
        other.or((key_of(line) != "other").then_some(line))
    });
    let mut text = "\n".repeat(EMPTY_LINES);
    changed.for_each(|line| text += &format!("{line}\n"));
    text
}

/// The number of a line in the settings.
fn number_of(line: &str, text: &str) -> Option<usize> {
    text.lines().position(|other| other == line).map(|index| index + 1)
}

impl Settings {
    /// The settings, with some lines changed.
    fn with(lines: &[&str]) -> Result<Self, Failure> {
        Self::of(text_of(lines).as_bytes())
    }

    /// A file of these bytes, beside the folder `site` and the file `page.html`.
    fn of(bytes: &[u8]) -> Result<Self, Failure> {
        let fault = |error: io::Error| format!("no folder for settings can be made: {error}");
        let folder = tempfile::tempdir().map_err(fault)?;
        let file = folder.path().join("settings.toml");
        fs::create_dir(folder.path().join("site")).map_err(fault)?;
        fs::write(folder.path().join("page.html"), "").map_err(fault)?;
        fs::write(&file, bytes).map_err(fault)?;
        Ok(Self { folder, file })
    }

    /// A program's words, without the path to this folder, which is long and says nothing.
    fn short(&self, words: &str) -> String {
        let folder = format!("{}{}", self.folder.path().display(), std::path::MAIN_SEPARATOR);
        words.replace(&folder, "").trim().to_owned()
    }
}

/// A server that says that it waits.
struct Server {
    running: Running,
    local: SocketAddr,
}

/// What came of a start.
enum Started {
    Waits(Server),
    Ended(Run),
}

/// Starts the program with a settings file.
fn start(bench: &Bench<'_>, file: &Path) -> Result<Started, Failure> {
    let mut running = bench.program.start([file])?;
    let Some(line) = running.line() else {
        let run = running.end();
        return match run.ended {
            Ended::NotStarted => Err(Failure::Ended(Ended::NotStarted)),
            _ => Ok(Started::Ended(run)),
        };
    };
    let (state, local) = line.split_once(' ').unwrap_or((&line, ""));
    let no_address = |_| Failure::Fault(format!("the program says `{line}`"));
    let local = local.parse().map_err(no_address)?;
    if state == "bound" {
        let words = format!(
            "Your program said that it waits at {local}. The kernel said at that moment: listen has \
             not been called on this socket."
        );
        return Err(seen(words, Some("says_so_before_listen")));
    }
    Ok(Started::Waits(Server { running, local }))
}

/// The same, where nothing is wrong.
fn waits(bench: &Bench<'_>, settings: &Settings) -> Result<Server, Failure> {
    match start(bench, &settings.file)? {
        Started::Waits(server) => Ok(server),
        Started::Ended(run) => Err(ended_early(&run, settings)),
    }
}

/// Nothing was wrong with the settings, and the server did not wait.
fn ended_early(run: &Run, settings: &Settings) -> Failure {
    let said = settings.short(&run.stderr);
    match run.ended {
        Ended::Exited(code) => {
            let words = format!(
                "Nothing is wrong with the settings. Your program ended with exit code {code} before \
                 it said that it waits. {}",
                printed(&said)
            );
            let about_root = code == 2 && said.contains("root") && said.contains("site");
            seen(words, about_root.then_some("root_from_the_working_folder"))
        }
        _ => Failure::Ended(run.ended.clone()),
    }
}

/// `It printed to standard error: …`
fn printed(said: &str) -> String {
    let line = said.lines().next().unwrap_or_default();
    let more = if said.lines().count() > 1 { " …" } else { "" };
    if line.is_empty() {
        "It printed nothing to standard error.".to_owned()
    } else {
        format!("It printed to standard error: {line}{more}")
    }
}

/// A client of the server.
fn connect(server: &Server) -> Result<TcpStream, Failure> {
    let fault = |error| Failure::Fault(format!("a client's socket is no use: {error}"));
    let client = TcpStream::connect_timeout(&server.local, DEADLINE).map_err(|error| {
        let words =
            format!("Your program said that it waits at {}. A client got the error", server.local);
        seen(format!("{words}: {error}."), None)
    })?;
    client.set_read_timeout(Some(DEADLINE)).map_err(fault)?;
    Ok(client)
}

/// Sends a line and reads it back. The error says what came instead.
fn echo(client: &mut TcpStream) -> Result<(), String> {
    const LINE: &[u8] = b"hello\n";
    let mut back = [0; LINE.len()];
    let done = client.write_all(LINE).and_then(|()| client.read_exact(&mut back));
    match done {
        Ok(()) if back == LINE => Ok(()),
        Ok(()) => Err("other bytes than it had sent".to_owned()),
        Err(error) => Err(match error.kind() {
            ErrorKind::UnexpectedEof => "the end of the stream".to_owned(),
            ErrorKind::WouldBlock | ErrorKind::TimedOut => "no answer".to_owned(),
            _ => format!("the error: {error}"),
        }),
    }
}

/// A client that has been accepted: it has had an answer.
fn talks(server: &Server) -> Result<TcpStream, Failure> {
    let mut client = connect(server)?;
    echo(&mut client).map_err(|what| {
        let words = format!("A client at {} sent a line. It got {what}.", server.local);
        seen(words, None)
    })?;
    Ok(client)
}

fn waits_at_the_port(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = waits(bench, &Settings::with(&[])?)?;
    talks(&server)?;
    // Between the look for a free port and the program's bind, somebody else may be given the port.
    // That this happens so many times in a row is out of the question.
    const TRIES: usize = 6;
    let mut failure = None;
    for _ in 0..TRIES {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr());
        let free = free.map_err(|error| format!("no port of 127.0.0.1 is free: {error}"))?;
        let settings = Settings::with(&[&format!("port = {}", free.port())])?;
        match start(bench, &settings.file)? {
            Started::Waits(server) if server.local == free => return talks(&server).map(drop),
            Started::Waits(server) => {
                let words =
                    format!("The settings say {free}. Your program waits at {}.", server.local);
                return Err(seen(words, None));
            }
            Started::Ended(run) => failure = Some(ended_early(&run, &settings)),
        }
        if TcpListener::bind(free).is_ok() {
            break;
        }
    }
    Err(failure.unwrap_or_else(|| Failure::Fault("no port stays free".to_owned())))
}

/// A line that is wrong, and what a message about it has to hold.
struct Wrong {
    line: &'static str,
    /// The words or numbers that tell what is allowed.
    allowed: &'static [&'static str],
    /// The mistake of a program that takes it.
    taken: &'static str,
}

const DEFAULT: &str = "default_for_a_wrong_value";
const NO_BOUNDS: &str = "limits_without_bounds";

const WRONG_VALUES: [Wrong; 8] = [
    Wrong { line: "port = \"8080\"", allowed: &["0", "65535"], taken: DEFAULT },
    Wrong { line: "address = \"localhost\"", allowed: &["ipv4", "ipv6"], taken: DEFAULT },
    Wrong { line: "root = \"page.html\"", allowed: &["folder"], taken: "root_is_not_looked_at" },
    Wrong { line: "root = \"nowhere\"", allowed: &["folder"], taken: "root_is_not_looked_at" },
    Wrong { line: "clients = 0", allowed: &["1", "10000"], taken: NO_BOUNDS },
    Wrong { line: "idle_seconds = 86400", allowed: &["1", "3600"], taken: NO_BOUNDS },
    Wrong { line: "stop_seconds = -1", allowed: &["0", "600"], taken: NO_BOUNDS },
    Wrong { line: "clients = \"many\"", allowed: &["1", "10000"], taken: DEFAULT },
];

/// Cut to 16 bits, the first of them is 0, which is any port.
const PORTS: [Wrong; 3] = [
    Wrong { line: "port = 65536", allowed: &["0", "65535"], taken: "cut_to_16_bits" },
    Wrong { line: "port = 4294967296", allowed: &["0", "65535"], taken: "cut_to_16_bits" },
    Wrong { line: "port = -65536", allowed: &["0", "65535"], taken: "cut_to_16_bits" },
];

const UNKNOWN_KEYS: [Wrong; 3] = [
    Wrong { line: "other = 0", allowed: &[], taken: "ignores_unknown_keys" },
    Wrong { line: "other = \"x\"", allowed: &[], taken: "ignores_unknown_keys" },
    // At the end, where the table `limits` is open.
    Wrong { line: "stop_seconds = 600\nclient = 5", allowed: &[], taken: "ignores_unknown_keys" },
];

/// A wrong line ends the program with exit code 2 and a message that helps.
fn is_refused(bench: &Bench<'_>, wrong: &Wrong) -> Result<(), Failure> {
    let text = text_of(&[wrong.line]);
    let settings = Settings::of(text.as_bytes())?;
    let line = wrong.line.lines().last().unwrap_or_default();
    let number = number_of(line, &text);
    let situation = format!("Line {} of the settings is: {line}", number.unwrap_or_default());
    let run = ends(bench, &settings, &situation, wrong.taken)?;
    let words = Words::new(&settings, &run);
    words.name_file(&settings, &situation)?;
    let lacks = |what: &str, mistake| {
        let words =
            format!("{situation}. Your program told it, but not {what}. {}", words.printed());
        Err(seen(words, Some(mistake)))
    };
    if !number.is_some_and(|number| words.has(&number.to_string())) {
        return lacks("the line's number", "no_line");
    }
    if !words.has(key_of(line)) {
        return lacks(&format!("the key `{}`", key_of(line)), "no_key");
    }
    if !wrong.allowed.iter().all(|word| words.has(word)) {
        let allowed = wrong.allowed.join(" and ");
        return lacks(&format!("what is allowed ({allowed})"), "not_what_is_allowed");
    }
    Ok(())
}

/// The program ends with exit code 2, as something is wrong with the settings.
fn ends(
    bench: &Bench<'_>,
    settings: &Settings,
    situation: &str,
    taken: &'static str,
) -> Result<Run, Failure> {
    let run = match start(bench, &settings.file)? {
        Started::Waits(server) => {
            let words = format!("{situation}. Your program waits for clients at {}.", server.local);
            return Err(seen(words, Some(taken)));
        }
        Started::Ended(run) => run,
    };
    let said = settings.short(&run.stderr);
    match &run.ended {
        Ended::Exited(2) => Ok(run),
        Ended::Exited(code) => {
            let words = format!(
                "{situation}. Your program ended with exit code {code}. For settings that are wrong \
                 it is 2. {}",
                printed(&said)
            );
            Err(seen(words, (*code == 0).then_some("success_for_bad_settings")))
        }
        Ended::Panicked { location, message } => {
            let words = format!(
                "{situation}. Your program panicked at {location}: {}",
                settings.short(message)
            );
            Err(seen(words, Some("panics_instead_of_words")))
        }
        ended => Err(Failure::Ended(ended.clone())),
    }
}

/// What the program said of settings that are wrong.
struct Words {
    said: String,
    words: BTreeSet<String>,
}

impl Words {
    fn new(settings: &Settings, run: &Run) -> Self {
        let said = settings.short(&run.stderr);
        // A dot ends a sentence, or stands in a file's name, or in `0..=65535` or `limits.clients`.
        let words = said.split(|c: char| !c.is_alphanumeric() && c != '_');
        let words = words.map(str::to_lowercase).collect();
        Self { said, words }
    }

    fn has(&self, word: &str) -> bool {
        let other = if word == "folder" { "directory" } else { word };
        self.words.contains(word) || self.words.contains(other)
    }

    fn printed(&self) -> String {
        printed(&self.said)
    }

    /// The message has to name the file.
    fn name_file(&self, settings: &Settings, situation: &str) -> Result<(), Failure> {
        let name = settings.file.file_name().unwrap_or_default().to_string_lossy();
        if self.said.contains(&*name) {
            return Ok(());
        }
        let words =
            format!("{situation}. Your program did not tell in which file. {}", self.printed());
        Err(seen(words, None))
    }
}

/// Files that have no settings in them.
fn no_use(bench: &Bench<'_>) -> Result<(), Failure> {
    let settings = Settings::with(&[])?;
    let missing = Settings { file: settings.folder.path().join("missing.toml"), ..settings };
    let situation = "The settings file is missing";
    let run = ends(bench, &missing, situation, DEFAULT)?;
    Words::new(&missing, &run).name_file(&missing, situation)?;

    // `é` in Latin-1.
    let mut bytes = text_of(&[]).into_bytes();
    bytes.extend_from_slice(b"# caf\xE9\n");
    let latin = Settings::of(&bytes)?;
    let situation = "A byte of the settings file, in a comment, is no UTF-8";
    let run = ends(bench, &latin, situation, "bytes_that_are_no_text")?;
    Words::new(&latin, &run).name_file(&latin, situation)?;

    let no_toml = text_of(&[]).replace("port = 0", "port =");
    let no_toml = Settings::of(no_toml.as_bytes())?;
    let situation = "A line of the settings is: port =";
    let run = ends(bench, &no_toml, situation, DEFAULT)?;
    let words = Words::new(&no_toml, &run);
    words.name_file(&no_toml, situation)?;
    if !words.has(&(EMPTY_LINES + 2).to_string()) {
        let words = format!(
            "Line {} of the settings is: port =. Your program did not tell the line. {}",
            EMPTY_LINES + 2,
            words.printed()
        );
        return Err(seen(words, Some("no_line")));
    }

    let no_port = Settings::of(text_of(&[]).replace("port = 0\n", "").as_bytes())?;
    let situation = "The settings have no port";
    let run = ends(bench, &no_port, situation, "default_for_a_missing_key")?;
    let words = Words::new(&no_port, &run);
    words.name_file(&no_port, situation)?;
    if !words.has("port") {
        let words =
            format!("{situation}. Your program did not tell which key. {}", words.printed());
        return Err(seen(words, Some("no_key")));
    }
    Ok(())
}

/// The address is taken, and a limit is wrong. Which of the two is told shows what comes first.
fn settings_first(bench: &Bench<'_>) -> Result<(), Failure> {
    let (_other, taken) = other_program()?;
    let port = format!("port = {}", taken.port());
    let settings = Settings::with(&[&port, "stop_seconds = 601"])?;
    let run = match start(bench, &settings.file)? {
        Started::Waits(server) => {
            let words = format!(
                "A line of the settings is: stop_seconds = 601. Your program waits at {}.",
                server.local
            );
            return Err(seen(words, Some(NO_BOUNDS)));
        }
        Started::Ended(run) => run,
    };
    match run.ended {
        Ended::Exited(2) => Ok(()),
        Ended::Exited(code) => {
            let words = format!(
                "The settings are wrong (stop_seconds = 601), and another program has the port. Your \
                 program ended with exit code {code}. {}",
                printed(&settings.short(&run.stderr))
            );
            Err(seen(words, (code == 1).then_some("binds_first")))
        }
        ended => Err(Failure::Ended(ended)),
    }
}

/// Another program that listens at an address.
fn other_program() -> Result<(TcpListener, SocketAddr), Failure> {
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let bound = bound.and_then(|other| other.local_addr().map(|local| (other, local)));
    bound.map_err(|error| Failure::Fault(format!("no port of 127.0.0.1 is free: {error}")))
}

fn not_to_be_had(bench: &Bench<'_>) -> Result<(), Failure> {
    let (_other, taken) = other_program()?;
    cannot_be_had(bench, taken, "Another program listens at")?;
    // TEST-NET-1 (RFC 5737) belongs to nobody. Nothing is sent: bind looks no further.
    let elsewhere = SocketAddr::from(([192, 0, 2, 1], 0));
    cannot_be_had(bench, elsewhere, "No machine here has the address")
}

fn cannot_be_had(bench: &Bench<'_>, address: SocketAddr, why: &str) -> Result<(), Failure> {
    let Err(error) = TcpListener::bind(address) else {
        return skip("this machine lets a program bind addresses that it does not have");
    };
    let [ip, port] =
        [format!("address = \"{}\"", address.ip()), format!("port = {}", address.port())];
    let settings = Settings::with(&[&ip, &port])?;
    let situation = format!("{why} {address}.");
    let run = match start(bench, &settings.file)? {
        Started::Waits(server) => {
            let words = format!("{situation} Your program says that it waits at {}.", server.local);
            return Err(seen(words, None));
        }
        Started::Ended(run) => run,
    };
    let said = settings.short(&run.stderr);
    match &run.ended {
        Ended::Exited(1) => {}
        Ended::Exited(code) => {
            let words = format!(
                "{situation} Your program ended with exit code {code}. If it cannot start, the code should be 1. {}",
                printed(&said)
            );
            return Err(seen(words, None));
        }
        Ended::Panicked { location, message } => {
            let words = format!("{situation} Your program panicked at {location}: {message}");
            return Err(seen(words, Some("panics_instead_of_words")));
        }
        ended => return Err(Failure::Ended(ended.clone())),
    }
    // `Address already in use (os error 98)`, or `AddrInUse`.
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    if !said.contains(text) && !said.contains(&format!("{:?}", error.kind())) {
        let words = format!(
            "{situation} Your program did not tell the kernel's reason. {}",
            printed(&said)
        );
        return Err(seen(words, None));
    }
    if !said.contains(&address.ip().to_string()) || !said.contains(&address.port().to_string()) {
        let words = format!(
            "{situation} Your program did not tell which address and port cannot be had. {}",
            printed(&said)
        );
        return Err(seen(words, Some("only_the_kernels_words")));
    }
    Ok(())
}

/// Waits until nobody of the program works: each thread waits for something, or it has ended. Linux
/// makes whoever waits for a client or a signal ready to run before connect or kill returns. So
/// what the program does because of it has been done.
///
/// False, where the system does not show it.
fn is_at_rest(server: &Server) -> bool {
    let tasks = format!("/proc/{}/task", server.running.id());
    cfg!(target_os = "linux")
        && kernel::until(DEADLINE, || {
            let Ok(tasks) = fs::read_dir(&tasks) else { return Some(()) };
            let rest = tasks.flatten().all(|task| {
                let stat = fs::read_to_string(task.path().join("stat")).unwrap_or_default();
                // The state stands after the name, which is in parentheses. Z: it has ended.
                let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
                state.is_none_or(|state| "SZX".contains(state))
            });
            rest.then_some(())
        })
        .is_some()
}

/// Waits until the program has had to do with a client that has connected and sent something: either
/// the client is in the queue and stays there, or it has an answer.
///
/// False, where the system does not show it.
fn has_been_seen(server: &Server, client: &TcpStream) -> Result<bool, Failure> {
    let fault = |error: io::Error| format!("a client's socket is no use: {error}");
    client.set_nonblocking(true).map_err(fault)?;
    let waits_or_hears = || {
        let row = kernel::row_at(server.local, State::Listen).ok().flatten();
        let waits = row.is_some_and(|row| row.receive_queue > 0);
        let hears = client.peek(&mut [0]);
        let hears = !hears.is_err_and(|error| error.kind() == ErrorKind::WouldBlock);
        (waits || hears).then_some(())
    };
    let shown = kernel::row_at(server.local, State::Listen).is_ok();
    let seen = shown && kernel::until(DEADLINE, waits_or_hears).is_some() && is_at_rest(server);
    client.set_nonblocking(false).map_err(fault)?;
    Ok(seen)
}

/// For a while the server can have no further descriptor, and a client comes.
fn accept_fails(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = waits(bench, &Settings::with(&[])?)?;
    let process = server.running.id();
    let had = match limits::no_descriptor(Process::new(process)) {
        Ok(had) => had,
        Err(reason) => return skip(&reason),
    };
    let situation = "A client connected while your program could have no further descriptor: \
                     accept failed with EMFILE.";
    let mut client = connect(&server)?;
    if !is_at_rest(&server) {
        let words = format!("{situation} It asked again and again, and did nothing else.");
        return Err(seen(words, Some("asks_again_at_once")));
    }
    // A program that has ended has no limits.
    drop(had);
    let Err(what) = echo(&mut client) else { return Ok(()) };
    let words = format!("{situation} Then it could. The client sent a line, and got {what}.");
    match server.running.end().ended {
        Ended::Waits | Ended::Loops => Err(seen(words, None)),
        Ended::Floods => {
            let words = format!("{words} Your server has printed more than 1 MiB.");
            Err(seen(words, Some("asks_again_at_once")))
        }
        ended => {
            let words = format!("{words} {}", grader::ending(&ended));
            Err(seen(words, Some("an_accept_error_ends_the_server")))
        }
    }
}

fn limit_of_clients(bench: &Bench<'_>) -> Result<(), Failure> {
    let server = waits(bench, &Settings::with(&["clients = 1"])?)?;
    let first = talks(&server)?;
    let mut second = connect(&server)?;
    let fault = |error: io::Error| format!("a client's socket is no use: {error}");
    second.write_all(b"x").map_err(fault)?;
    let situation = "At most 1 client is allowed, and there is one. A second client connected.";
    if has_been_seen(&server, &second)? {
        second.set_nonblocking(true).map_err(fault)?;
        match second.peek(&mut [0]) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Ok(1..) => {
                let words = format!("{situation} It got an answer at once.");
                return Err(seen(words, Some("no_limit_of_clients")));
            }
            _ => {
                let words = format!("{situation} Its connection was closed.");
                return Err(seen(words, Some("turns_clients_away")));
            }
        }
        second.set_nonblocking(false).map_err(fault)?;
    } else {
        skip("whether a second client is kept waiting is seen on Linux only")?;
    }
    drop(first);
    match second.read_exact(&mut [0]) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::WouldBlock => {
            let words = format!("{situation} The first went away. The second got no answer.");
            Err(seen(words, None))
        }
        Err(_) => {
            let words = format!("{situation} Its connection was closed.");
            Err(seen(words, Some("turns_clients_away")))
        }
    }
}

/// The signals that ask a server to stop.
#[derive(Debug, Clone, Copy)]
enum Signal {
    Int,
    Term,
}

impl Signal {
    fn name(self) -> &'static str {
        match self {
            Self::Int => "SIGINT",
            Self::Term => "SIGTERM",
        }
    }
}

/// Whether a signal can be sent here.
fn has_signals() -> bool {
    cfg!(unix)
}

const NO_SIGNALS: &str = "only Unix has signals that ask a server to stop";

#[cfg(unix)]
fn send(server: &Server, signal: Signal) -> Result<(), Failure> {
    use rustix::process::{self, Pid};

    let signal = match signal {
        Signal::Int => process::Signal::INT,
        Signal::Term => process::Signal::TERM,
    };
    let process = i32::try_from(server.running.id()).ok().and_then(Pid::from_raw);
    let process = process.ok_or_else(|| Failure::Fault("a process id is no number".to_owned()))?;
    // A program that has ended does not get it. What comes of that, the checks see.
    let _ = process::kill_process(process, signal);
    Ok(())
}

#[cfg(not(unix))]
fn send(_: &Server, signal: Signal) -> Result<(), Failure> {
    Err(Failure::Fault(format!("{} cannot be sent on this system", signal.name())))
}

/// Whether nobody listens where the server did.
fn is_closed(server: &Server) -> bool {
    // Where the kernel shows its table: a client that connects only to look would be served.
    if let Ok(Some(_)) = kernel::row_at(server.local, State::Listen) {
        return false;
    }
    let connected = TcpStream::connect_timeout(&server.local, DEADLINE);
    connected.is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
}

/// Sends a signal, and waits until it shows. False, if the server listens all the same.
fn stop(server: &Server, signal: Signal) -> Result<bool, Failure> {
    send(server, signal)?;
    let closed = kernel::until(DEADLINE, || is_closed(server).then_some(())).is_some();
    is_at_rest(server);
    Ok(closed)
}

/// The server ends with exit code 0. If it still waits, that is this mistake.
fn leaves(server: Server, situation: &str, mistake: &'static str) -> Result<(), Failure> {
    match server.running.end().ended {
        Ended::Exited(0) => Ok(()),
        Ended::Exited(code) => {
            let words = format!(
                "{situation} It ended with exit code {code}. A server that stops as it was told \
                 ends with 0."
            );
            Err(seen(words, Some("exit_code_of_a_failure")))
        }
        Ended::Waits => {
            let words =
                format!("{situation} After {} seconds it had not ended.", DEADLINE.as_secs());
            Err(seen(words, Some(mistake)))
        }
        ended => Err(Failure::Ended(ended)),
    }
}

fn stops(bench: &Bench<'_>, signal: Signal) -> Result<(), Failure> {
    if !has_signals() {
        return skip(NO_SIGNALS);
    }
    let server = waits(bench, &Settings::with(&[])?)?;
    let situation = format!("Your server got {}. It had no clients.", signal.name());
    if !stop(&server, signal)? {
        let words = format!("{situation} After {} seconds it still listened.", DEADLINE.as_secs());
        return Err(seen(words, None));
    }
    leaves(server, &situation, "waits_although_nobody_is_there")
}

fn nobody_new(bench: &Bench<'_>) -> Result<(), Failure> {
    if !has_signals() {
        return skip(NO_SIGNALS);
    }
    let server = waits(bench, &Settings::with(&[])?)?;
    // As long as this client is there, the server cannot end.
    let mut present = talks(&server)?;
    if stop(&server, Signal::Term)? {
        return is_served_on(&mut present, Signal::Term);
    }
    let situation = "Your server got SIGTERM while a client was there. A new client connected";
    let mut new = connect(&server)?;
    let fault = |error: io::Error| format!("a client's socket is no use: {error}");
    new.write_all(b"x").map_err(fault)?;
    // Either the server talks with the new client, or it ends, as the last one it talks with goes.
    has_been_seen(&server, &new)?;
    drop(present);
    match new.read(&mut [0]) {
        Ok(1..) => {
            let words = format!("{situation}, and got an answer.");
            Err(seen(words, Some("keeps_accepting")))
        }
        _ => {
            let words = format!("{situation}. It never got an answer.");
            Err(seen(words, Some("keeps_the_listener_open")))
        }
    }
}

/// A client that was there when the signal came is still served.
fn is_served_on(client: &mut TcpStream, signal: Signal) -> Result<(), Failure> {
    echo(client).map_err(|what| {
        let words = format!(
            "Your server got {} while a client was there. The client sent a line. It got {what}.",
            signal.name()
        );
        seen(words, Some("cuts_the_clients_off"))
    })
}

fn present_clients_finish(bench: &Bench<'_>) -> Result<(), Failure> {
    if !has_signals() {
        return skip(NO_SIGNALS);
    }
    let server = waits(bench, &Settings::with(&[])?)?;
    let [mut first, mut second] = [talks(&server)?, talks(&server)?];
    stop(&server, Signal::Int)?;
    is_served_on(&mut second, Signal::Int)?;
    // The server closes the connection when the talk is over.
    let over = first.shutdown(Shutdown::Write).and_then(|()| first.read(&mut [0]));
    over.map_err(|error| {
        seen(format!("A client ended its talk, and got the error: {error}."), None)
    })?;
    is_at_rest(&server);
    echo(&mut second).map_err(|what| {
        let words = format!(
            "Your server got SIGINT while two clients were there. One of them went away. The other \
             sent a line. It got {what}."
        );
        seen(words, Some("one_talk_is_not_all"))
    })?;
    drop(second);
    let situation = "Your server got SIGINT while two clients were there. Then both went away.";
    leaves(server, situation, "waits_although_nobody_is_there")
}

fn deadline(bench: &Bench<'_>) -> Result<(), Failure> {
    if !has_signals() {
        return skip(NO_SIGNALS);
    }
    let server = waits(bench, &Settings::with(&["stop_seconds = 1"])?)?;
    let _silent = talks(&server)?;
    send(&server, Signal::Term)?;
    let situation = "Your server got SIGTERM while a client was there that said nothing more. The \
                     settings give it 1 second to stop.";
    leaves(server, situation, "no_deadline")
}

fn second_signal(bench: &Bench<'_>) -> Result<(), Failure> {
    if !has_signals() {
        return skip(NO_SIGNALS);
    }
    let server = waits(bench, &Settings::with(&[])?)?;
    let mut silent = talks(&server)?;
    // Two signals of a kind are one, as long as the first has not been delivered (signal(7)).
    stop(&server, Signal::Term)?;
    is_served_on(&mut silent, Signal::Term)?;
    send(&server, Signal::Term)?;
    let situation =
        "Your server got SIGTERM twice while a client was there that said nothing more.";
    match server.running.end().ended {
        Ended::Waits => {
            let words =
                format!("{situation} After {} seconds it had not ended.", DEADLINE.as_secs());
            Err(seen(words, Some("ignores_the_second_signal")))
        }
        Ended::Exited(_) | Ended::Signal(_) => Ok(()),
        ended => Err(Failure::Ended(ended)),
    }
}

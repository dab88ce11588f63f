//! Settings and addresses that are no use: the program says so, in words that help, and ends.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use grader::{Bench, Ended, Failure, Run, seen, skip};

use crate::settings::{EMPTY_LINES, Settings, Started, key_of, number_of, printed, start, text_of};

/// A line that is wrong, and what a message about it has to hold.
pub struct Wrong {
    line: &'static str,
    /// The words or numbers that tell what is allowed.
    allowed: &'static [&'static str],
    /// The mistake of a program that takes it.
    taken: &'static str,
}

const DEFAULT: &str = "default_for_a_wrong_value";
const NO_BOUNDS: &str = "limits_without_bounds";

pub const WRONG_VALUES: [Wrong; 8] = [
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
pub const PORTS: [Wrong; 3] = [
    Wrong { line: "port = 65536", allowed: &["0", "65535"], taken: "cut_to_16_bits" },
    Wrong { line: "port = 4294967296", allowed: &["0", "65535"], taken: "cut_to_16_bits" },
    Wrong { line: "port = -65536", allowed: &["0", "65535"], taken: "cut_to_16_bits" },
];

pub const UNKNOWN_KEYS: [Wrong; 3] = [
    Wrong { line: "other = 0", allowed: &[], taken: "ignores_unknown_keys" },
    Wrong { line: "other = \"x\"", allowed: &[], taken: "ignores_unknown_keys" },
    // At the end, where the table `limits` is open.
    Wrong { line: "stop_seconds = 600\nclient = 5", allowed: &[], taken: "ignores_unknown_keys" },
];

/// A wrong line ends the program with exit code 2 and a message that helps.
pub fn is_refused(bench: &Bench<'_>, wrong: &Wrong) -> Result<(), Failure> {
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
    let run = match start(bench, settings)? {
        Started::Waits(server) => {
            let words =
                format!("{situation}. Your program waits for clients at {}.", server.address);
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
pub fn no_use(bench: &Bench<'_>) -> Result<(), Failure> {
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
pub fn settings_first(bench: &Bench<'_>) -> Result<(), Failure> {
    let (_other, taken) = other_program()?;
    let port = format!("port = {}", taken.port());
    let settings = Settings::with(&[&port, "stop_seconds = 601"])?;
    let run = match start(bench, &settings)? {
        Started::Waits(server) => {
            let words = format!(
                "A line of the settings is: stop_seconds = 601. Your program waits at {}.",
                server.address
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

pub fn not_to_be_had(bench: &Bench<'_>) -> Result<(), Failure> {
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
    let run = match start(bench, &settings)? {
        Started::Waits(server) => {
            let words =
                format!("{situation} Your program says that it waits at {}.", server.address);
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

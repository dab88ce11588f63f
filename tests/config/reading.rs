//! Settings and addresses that are no use: the program says so, in words that help, and ends.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use grader::{Bench, Ended, Failure, Run, seen, skip};

use crate::settings::{EMPTY_LINES, Settings, Started, key_of, number_of, printed, start, text_of};

/// A line that is wrong, and what a message about it has to hold.
pub struct WrongLine {
    line: &'static str,
    /// The words or numbers that tell what is allowed.
    allowed: &'static [&'static str],
    /// The mistake of a program that takes it.
    taken: &'static str,
}

const DEFAULT: &str = "default_for_a_wrong_value";
const NO_BOUNDS: &str = "limits_without_bounds";

pub const WRONG_VALUES: [WrongLine; 8] = [
    WrongLine { line: "port = \"8080\"", allowed: &["0", "65535"], taken: DEFAULT },
    WrongLine { line: "address = \"localhost\"", allowed: &["ipv4", "ipv6"], taken: DEFAULT },
    WrongLine {
        line: "root = \"page.html\"",
        allowed: &["folder"],
        taken: "root_is_not_looked_at",
    },
    WrongLine { line: "root = \"nowhere\"", allowed: &["folder"], taken: "root_is_not_looked_at" },
    WrongLine { line: "clients = 0", allowed: &["1", "10000"], taken: NO_BOUNDS },
    WrongLine { line: "idle_seconds = 86400", allowed: &["1", "3600"], taken: NO_BOUNDS },
    WrongLine { line: "stop_seconds = -1", allowed: &["0", "600"], taken: NO_BOUNDS },
    WrongLine { line: "clients = \"many\"", allowed: &["1", "10000"], taken: DEFAULT },
];

/// Cut to 16 bits, the first of them is 0, which is any port.
pub const PORTS: [WrongLine; 3] = [
    WrongLine { line: "port = 65536", allowed: &["0", "65535"], taken: "cut_to_16_bits" },
    WrongLine { line: "port = 4294967296", allowed: &["0", "65535"], taken: "cut_to_16_bits" },
    WrongLine { line: "port = -65536", allowed: &["0", "65535"], taken: "cut_to_16_bits" },
];

pub const UNKNOWN_KEYS: [WrongLine; 3] = [
    WrongLine { line: "other = 0", allowed: &[], taken: "ignores_unknown_keys" },
    WrongLine { line: "other = \"x\"", allowed: &[], taken: "ignores_unknown_keys" },
    // At the end, where the table `limits` is open.
    WrongLine {
        line: "stop_seconds = 600\nclient = 5",
        allowed: &[],
        taken: "ignores_unknown_keys",
    },
];

/// A wrong line ends the program with exit code 2 and a message that helps.
pub fn is_refused(bench: &Bench<'_>, wrong: &WrongLine) -> Result<(), Failure> {
    let text = text_of(&[wrong.line]);
    let settings = Settings::of(text.as_bytes())?;
    let line = wrong.line.lines().last().unwrap_or_default();
    let number = number_of(line, &text).unwrap_or_default();
    let situation = format!("Line {number} of the settings is: {line}");
    let words = is_wrong(bench, &settings, situation, wrong.taken)?;
    words.tell(words.has(&number.to_string()), "the line's number", Some("no_line"))?;
    let key = key_of(line);
    words.tell(words.has(key), &format!("the key `{key}`"), Some("no_key"))?;
    let all = wrong.allowed.iter().all(|word| words.has(word));
    let what = format!("what is allowed ({})", wrong.allowed.join(" and "));
    words.tell(all, &what, Some("not_what_is_allowed"))
}

/// The program ends with exit code 2, and names the file, as something is wrong with the settings.
fn is_wrong(
    bench: &Bench<'_>,
    settings: &Settings,
    situation: impl Into<String>,
    taken: &'static str,
) -> Result<Words, Failure> {
    let codes = &[(0, "success_for_bad_settings")];
    let words = ends(bench, settings, situation.into(), 2, Some(taken), codes)?;
    let name = settings.file.file_name().unwrap_or_default().to_string_lossy();
    words.tell(words.said.contains(&*name), "in which file", None)?;
    Ok(words)
}

/// The program ends with this exit code, as it cannot start. If it does start, that is the mistake
/// `taken`; some other codes are mistakes too.
fn ends(
    bench: &Bench<'_>,
    settings: &Settings,
    situation: String,
    code: i32,
    taken: Option<&'static str>,
    codes: &[(i32, &'static str)],
) -> Result<Words, Failure> {
    let run = match start(bench, settings)? {
        Started::Ended(run) => run,
        Started::Waits(server) => {
            let words =
                format!("{situation}. Your program waits for clients at {}.", server.address);
            return Err(seen(words, taken));
        }
    };
    let words = Words::new(settings, situation, &run);
    match &run.ended {
        Ended::Exited(own) if *own == code => Ok(words),
        Ended::Exited(own) => {
            let mistake = codes.iter().find(|(code, _)| code == own).map(|(_, mistake)| *mistake);
            let what = format!("ended with exit code {own}. The code for this is {code}");
            Err(words.but(&what, mistake))
        }
        Ended::Panicked { location, message } => {
            let message = settings.short(message);
            let words =
                format!("{}. Your program panicked at {location}: {message}", words.situation);
            Err(seen(words, Some("panics_instead_of_words")))
        }
        ended => Err(Failure::Ended(ended.clone())),
    }
}

/// What the program said.
struct Words {
    situation: String,
    said: String,
    words: BTreeSet<String>,
}

impl Words {
    fn new(settings: &Settings, situation: String, run: &Run) -> Self {
        let said = settings.short(&run.stderr);
        // A dot ends a sentence, or stands in a file's name, or in `0..=65535` or `limits.clients`.
        let words = said.split(|c: char| !c.is_alphanumeric() && c != '_');
        let words = words.map(str::to_lowercase).collect();
        Self { situation, said, words }
    }

    fn has(&self, word: &str) -> bool {
        let other = if word == "folder" { "directory" } else { word };
        self.words.contains(word) || self.words.contains(other)
    }

    /// What the program did, and what it said.
    fn but(&self, what: &str, mistake: Option<&'static str>) -> Failure {
        let words = format!("{}. Your program {what}. {}", self.situation, printed(&self.said));
        seen(words, mistake)
    }

    /// The words have to tell this.
    fn tell(&self, it: bool, what: &str, mistake: Option<&'static str>) -> Result<(), Failure> {
        if it { Ok(()) } else { Err(self.but(&format!("did not tell {what}"), mistake)) }
    }
}

/// Files that have no settings in them.
pub fn no_use(bench: &Bench<'_>) -> Result<(), Failure> {
    let settings = Settings::with(&[])?;
    let missing = Settings { file: settings.folder.path().join("missing.toml"), ..settings };
    is_wrong(bench, &missing, "The settings file is missing", DEFAULT)?;

    // `é` in Latin-1.
    let mut bytes = text_of(&[]).into_bytes();
    bytes.extend_from_slice(b"# caf\xE9\n");
    let latin = Settings::of(&bytes)?;
    let situation = "A byte of the settings file, in a comment, is no UTF-8";
    is_wrong(bench, &latin, situation, "bytes_that_are_no_text")?;

    let no_toml = text_of(&[]).replace("port = 0", "port =");
    let no_toml = Settings::of(no_toml.as_bytes())?;
    let number = EMPTY_LINES + 2;
    let situation = format!("Line {number} of the settings is: port =");
    let words = is_wrong(bench, &no_toml, situation, DEFAULT)?;
    words.tell(words.has(&number.to_string()), "the line's number", Some("no_line"))?;

    let no_port = Settings::of(text_of(&[]).replace("port = 0\n", "").as_bytes())?;
    let words =
        is_wrong(bench, &no_port, "The settings have no port", "default_for_a_missing_key")?;
    words.tell(words.has("port"), "which key", Some("no_key"))
}

/// The address is taken, and a limit is wrong. Which of the two is told shows what comes first.
pub fn settings_first(bench: &Bench<'_>) -> Result<(), Failure> {
    let (_other, taken) = other_program()?;
    let port = format!("port = {}", taken.port());
    let settings = Settings::with(&[&port, "stop_seconds = 601"])?;
    let situation =
        "The settings are wrong (stop_seconds = 601), and another program has the port".to_owned();
    let codes = &[(1, "binds_first")];
    ends(bench, &settings, situation, 2, Some(NO_BOUNDS), codes).map(drop)
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
    let (ip, port) = (address.ip().to_string(), address.port().to_string());
    let settings = Settings::with(&[&format!("address = \"{ip}\""), &format!("port = {port}")])?;
    let words = ends(bench, &settings, format!("{why} {address}"), 1, None, &[])?;
    // `Address already in use (os error 98)`, or `AddrInUse`.
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let has = |word: &str| words.said.contains(word);
    words.tell(has(text) || has(&format!("{:?}", error.kind())), "the kernel's reason", None)?;
    let what = "which address and port cannot be had";
    words.tell(has(&ip) && has(&port), what, Some("only_the_kernels_words"))
}

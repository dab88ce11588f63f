//! The forms that settings can have, right and wrong: what stands in the file, and what must come of it.
//! `reading.rs` tries them.

use real::client::Name;
use real::held;
use real::server::Server;

use crate::settings::{key_of, number_of, text_of};

/// A file that nothing is wrong with.
pub struct Right {
    /// These lines stand in place of those with the same key. Or it is the whole file.
    pub text: String,
    /// What is special in it.
    pub line: &'static str,
    /// Whether the kernel may refuse the address or the port. That is no matter of the settings.
    pub may_be_refused: bool,
    /// The mistake of a program that says that the settings are wrong.
    pub refused: Name,
    /// The number beside it, if it is an end of a range. Whoever refuses both has not left out the end.
    pub beside: Option<String>,
}

const ENDS: Name = Some("a_range_without_its_ends");

/// Values that are allowed: both ends of each range, and all kinds of paths.
pub fn right_values(folder: &str) -> Vec<Right> {
    let ends = [
        ("clients = 1", "clients = 2"),
        ("clients = 10000", "clients = 9999"),
        ("idle_seconds = 1", "idle_seconds = 2"),
        ("idle_seconds = 3600", "idle_seconds = 3599"),
        ("stop_seconds = 0", "stop_seconds = 1"),
        ("stop_seconds = 600", "stop_seconds = 599"),
        ("port = 65535", "port = 65534"),
    ];
    let value = |line, refused, beside: Option<&str>| Right {
        text: text_of(&[line]),
        line,
        may_be_refused: line.starts_with("port") || line.starts_with("address"),
        refused,
        beside: beside.map(|line| text_of(&[line])),
    };
    let mut all: Vec<_> =
        ends.into_iter().map(|(end, beside)| value(end, ENDS, Some(beside))).collect();
    let others = [
        "port = 1",
        "clients = 1_000",
        "idle_seconds = 0x10",
        "address = '127.0.0.1'",
        "address = \"127.0.0.2\"",
        "address = \"::1\"",
        "root = \".\"",
        "root = \"site/\"",
        "root = \"./site\"",
        "root = \"site/../site\"",
        "root = \"a site/pages\"",
        "root = 's\u{ef}te'",
    ];
    all.extend(others.map(|line| value(line, None, None)));
    if cfg!(unix) {
        all.push(value(LINKED, None, None));
    }
    let absolute = text_of(&[&format!("root = '{folder}'")]);
    let line = "root = the whole path of a folder";
    let refused = Some("root_is_glued");
    all.push(Right { text: absolute, line, may_be_refused: false, refused, beside: None });
    all
}

/// A link to a folder is one, to whoever asks what is there.
const LINKED: &str = "root = \"linked\"";

const FIRST: &str = "address = \"127.0.0.1\"\nport = 0\nroot = \"site\"\n";

/// How the same settings can be written in TOML.
pub fn right_forms() -> Vec<Right> {
    let form =
        |line, text, refused| Right { text, line, may_be_refused: false, refused, beside: None };
    let limits = |line| form(line, format!("{FIRST}{line}\n"), None);
    let missing = |line, rest: &str| form(line, format!("{FIRST}{rest}"), Some("no_default"));
    vec![
        missing("no limits", ""),
        missing("no limit in the table", "[limits]\n"),
        missing("only clients", "[limits]\nclients = 5\n"),
        missing("only idle_seconds", "[limits]\nidle_seconds = 5\n"),
        missing("only stop_seconds", "[limits]\nstop_seconds = 5\n"),
        limits("limits.clients = 5"),
        limits("limits = { clients = 5, idle_seconds = 5 }"),
        limits("[limits] # a comment"),
        form("\"port\" = 0", text_of(&[]).replace("port =", "\"port\" ="), None),
        form("port=0", text_of(&[]).replace("port = ", "port="), None),
        form("lines that end with \\r\\n", text_of(&[]).replace('\n', "\r\n"), None),
        form(
            "root first, then port, then address",
            FIRST.lines().rev().map(|line| format!("{line}\n")).collect(),
            None,
        ),
    ]
}

/// A line that is wrong, and what a message about it has to tell.
pub struct Wrong {
    /// The file.
    pub text: String,
    /// The line.
    pub line: String,
    /// The key that is to be told. With several, one of them will do.
    pub keys: Vec<&'static str>,
    /// The words or numbers that tell what is allowed.
    pub allowed: &'static [&'static str],
    /// The mistake of a program that waits for clients all the same.
    pub taken: Taken,
}

/// What a program took for what.
pub type Taken = fn(&Server) -> Name;

pub const PORT: &[&str] = &["0", "65535"];
const ADDRESS: &[&str] = &["ipv4", "ipv6"];
const FOLDER: &[&str] = &["folder"];
const CLIENTS: &[&str] = &["1", "10000"];
const IDLE: &[&str] = &["1", "3600"];
const STOP: &[&str] = &["0", "600"];

impl Wrong {
    /// The same, with a number that is far outside of any range. `None`, if the line has no number.
    pub fn far(&self) -> Option<String> {
        let (key, number) = self.line.split_once(" = ")?;
        let far = if number.parse::<i64>().ok()? > 0 { "1000000000" } else { "-1000000000" };
        Some(text_of(&[&format!("{key} = {far}")]))
    }

    /// These lines stand in place of those with the same key. The last one is wrong.
    pub fn new(
        lines: &str,
        key: &'static str,
        allowed: &'static [&'static str],
        taken: Taken,
    ) -> Self {
        let line = lines.lines().last().unwrap_or_default().to_owned();
        let text = text_of(&[lines]);
        Self { text, line, keys: vec![key], allowed, taken }
    }

    /// In which line it is.
    pub fn number(&self) -> usize {
        number_of(&self.line, &self.text).unwrap_or_default()
    }
}

/// The server took a default: where nothing else can have come of the value.
pub const DEFAULT: Taken = |_| Some("default_for_a_wrong_value");
const NO_FOLDER: Taken = |_| Some("root_is_not_looked_at");
const NO_BOUNDS: Taken = |_| Some("limits_without_bounds");
const UNNAMED: Taken = |_| None;

/// A line that is wrong, the key to be told, what is allowed, and what came of a program that takes it.
type Line = (&'static str, &'static str, &'static [&'static str], Taken);

/// In this order. The first two tell by themselves what a program makes of them. When another one is
/// taken, those before it were refused: so a program that takes `"5"` does not take `"many"`, and it is
/// no default that it took.
const VALUES: [Line; 40] = [
    ("idle_seconds = 3601", "limits.idle_seconds", IDLE, idle),
    ("idle_seconds = 86400", "limits.idle_seconds", IDLE, idle),
    ("port = \"http\"", "port", PORT, DEFAULT),
    ("address = 127", "address", ADDRESS, DEFAULT),
    ("clients = \"many\"", "limits.clients", CLIENTS, DEFAULT),
    ("idle_seconds = \"long\"", "limits.idle_seconds", IDLE, DEFAULT),
    ("stop_seconds = \"soon\"", "limits.stop_seconds", STOP, DEFAULT),
    ("root = 5", "root", FOLDER, DEFAULT),
    // No name has a part of more than 63 bytes, so nobody is asked for it.
    (
        "address = \"nobody-has-a-name-as-long-as-this-one-is-since-63-bytes-are-the-end\"",
        "address",
        ADDRESS,
        DEFAULT,
    ),
    ("address = \"localhost\"", "address", ADDRESS, |_| Some("names_are_addresses")),
    ("port = \"0\"", "port", PORT, |_| Some("numbers_in_quotes")),
    ("clients = \"5\"", "limits.clients", CLIENTS, |_| Some("numbers_in_quotes")),
    ("idle_seconds = \"5\"", "limits.idle_seconds", IDLE, |_| Some("numbers_in_quotes")),
    ("stop_seconds = \"5\"", "limits.stop_seconds", STOP, |_| Some("numbers_in_quotes")),
    ("root = \"page.html\"", "root", FOLDER, NO_FOLDER),
    ("root = \"nowhere\"", "root", FOLDER, NO_FOLDER),
    ("root = '/nowhere/at/all'", "root", FOLDER, NO_FOLDER),
    ("root = \" site\"", "root", FOLDER, UNNAMED),
    ("idle_seconds = 0", "limits.idle_seconds", IDLE, NO_BOUNDS),
    ("idle_seconds = -1", "limits.idle_seconds", IDLE, NO_BOUNDS),
    ("clients = 0", "limits.clients", CLIENTS, NO_BOUNDS),
    ("clients = 10001", "limits.clients", CLIENTS, NO_BOUNDS),
    ("clients = -5", "limits.clients", CLIENTS, NO_BOUNDS),
    ("stop_seconds = -1", "limits.stop_seconds", STOP, NO_BOUNDS),
    ("stop_seconds = 601", "limits.stop_seconds", STOP, NO_BOUNDS),
    // Cut to 16 or 32 bits, these are in range.
    ("clients = 65586", "limits.clients", CLIENTS, UNNAMED),
    ("clients = 4294967297", "limits.clients", CLIENTS, UNNAMED),
    ("idle_seconds = 4294967301", "limits.idle_seconds", IDLE, UNNAMED),
    ("stop_seconds = 4294967301", "limits.stop_seconds", STOP, UNNAMED),
    ("stop_seconds = 65546", "limits.stop_seconds", STOP, UNNAMED),
    ("port = 0.0", "port", PORT, UNNAMED),
    ("clients = 5.0", "limits.clients", CLIENTS, UNNAMED),
    ("stop_seconds = true", "limits.stop_seconds", STOP, UNNAMED),
    ("root = [\"site\"]", "root", FOLDER, UNNAMED),
    ("address = \" 127.0.0.1\"", "address", ADDRESS, UNNAMED),
    ("address = \"127.0.0.1 \"", "address", ADDRESS, UNNAMED),
    ("address = \"127.0.0.1:0\"", "address", ADDRESS, UNNAMED),
    ("address = \"[::1]\"", "address", ADDRESS, UNNAMED),
    ("address = \"\"", "address", ADDRESS, UNNAMED),
    ("address = \"127.0.0\"", "address", ADDRESS, UNNAMED),
];

/// A time that is too long was taken. Which time the server goes by now, its socket tells.
fn idle(server: &Server) -> Name {
    let client = server.connect().ok()?;
    let options = || held::options(server.process, client.local);
    match server.wait(options)?.receive_limit?.as_secs() {
        3601 | 86400 => Some("limits_without_bounds"),
        60 => Some("default_for_a_wrong_value"),
        _ => None,
    }
}

pub fn wrong_values() -> Vec<Wrong> {
    let mut all: Vec<_> = VALUES
        .into_iter()
        .map(|(line, key, allowed, taken)| Wrong::new(line, key, allowed, taken))
        .collect();
    // Not in the table, but in place of it.
    for line in ["limits = 5", "limits = \"none\""] {
        let (text, line) = (format!("{FIRST}{line}\n"), line.to_owned());
        let taken: Taken = |_| Some("limits_is_not_looked_at");
        all.push(Wrong { text, line, keys: vec!["limits"], allowed: &[], taken });
    }
    // Inside of other forms.
    for (line, key) in [
        ("limits.clients = 0", "limits.clients"),
        ("limits = { idle_seconds = 0, clients = 5 }", "limits.idle_seconds"),
    ] {
        let allowed = if key == "limits.clients" { CLIENTS } else { IDLE };
        let (text, line) = (format!("{FIRST}{line}\n"), line.to_owned());
        all.push(Wrong { text, line, keys: vec![key], allowed, taken: UNNAMED });
    }
    all
}

/// Numbers that are no ports. Cut to 16 bits they are one that is free.
pub fn no_ports(free: u16) -> Vec<Wrong> {
    let cut: Taken = |server| {
        // A port of this machine's own choice would be another.
        let number = server.address.port();
        (number == FREE.with(std::cell::Cell::get)).then_some("cut_to_16_bits")
    };
    FREE.with(|it| it.set(free));
    let numbers = [65_536, 1 << 32, -65_536].map(|more: i64| more + i64::from(free));
    let mut all: Vec<_> =
        numbers.iter().map(|it| Wrong::new(&format!("port = {it}"), "port", PORT, cut)).collect();
    // Cut, they are 0, which is any port; or they stand for one beyond the last.
    for number in ["65536", "4294967296", "-65536", "-1"] {
        all.push(Wrong::new(&format!("port = {number}"), "port", PORT, UNNAMED));
    }
    all
}

thread_local! {
    /// The port that is free while this check looks. A check is a thread of its own.
    static FREE: std::cell::Cell<u16> = const { std::cell::Cell::new(0) };
}

pub fn unknown_keys() -> Vec<Wrong> {
    let ignored: Taken = |_| Some("ignores_unknown_keys");
    let mut all = Vec::new();
    for (lines, key) in [
        ("other = 0", "other"),
        ("other = \"x\"", "other"),
        // At the end, where the table `limits` is open.
        ("stop_seconds = 500\nclient = 5", "limits.client"),
        ("stop_seconds = 500\nport = 0", "limits.port"),
        ("stop_seconds = 500\nClients = 5", "limits.Clients"),
    ] {
        all.push(Wrong::new(lines, key, &[], ignored));
    }
    for (line, keys) in [
        // What belongs into the table does not stand beside it.
        ("clients = 5", vec!["clients"]),
        ("\"port \" = 0", vec!["\"port \""]),
        ("server.port = 0", vec!["server", "server.port"]),
        ("limits.clients.most = 5", vec!["limits.clients", "limits.clients.most"]),
    ] {
        let (text, line) = (format!("{FIRST}{line}\n"), line.to_owned());
        all.push(Wrong { text, line, keys, allowed: &[], taken: ignored });
    }
    all
}

/// Two lines are wrong. One of them must be told, or both.
pub fn two_problems() -> [Vec<Wrong>; 3] {
    let both = |lines: [(&str, &'static str, &'static [&'static str]); 2]| {
        let text = text_of(&lines.map(|(line, ..)| line));
        let wrong = |(line, key, allowed): (&str, _, _)| Wrong {
            text: text.clone(),
            line: line.to_owned(),
            keys: vec![key],
            allowed,
            taken: UNNAMED,
        };
        lines.map(wrong).into()
    };
    [
        both([("address = 5", "address", ADDRESS), ("port = 70000", "port", PORT)]),
        both([("root = \"nowhere\"", "root", FOLDER), ("clients = 0", "limits.clients", CLIENTS)]),
        both([("other = 0", "other", &[]), ("stop_seconds = 601", "limits.stop_seconds", STOP)]),
    ]
}

/// The keys of the lines that a file lacks, and the file. With several, one of them must be told.
pub fn missing() -> Vec<(Vec<&'static str>, String)> {
    const ALL: [&str; 3] = ["address", "port", "root"];
    let without = |key| {
        let lines = text_of(&[]);
        let left = lines.lines().filter(|line| key_of(line) != key);
        (vec![key], left.map(|line| format!("{line}\n")).collect())
    };
    let nothing = (ALL.to_vec(), "# Nothing is set.\n".to_owned());
    ALL.map(without).into_iter().chain([nothing]).collect()
}

/// Lines that are no TOML.
pub const NO_TOML: [&str; 5] =
    ["port =", "port = 0\nport = 0", "port = 99999999999999999999", "port 0", "port = \"0"];

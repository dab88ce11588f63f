//! Settings that are right must be taken. Settings that are no use: the program says so, in words that
//! help, and ends.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use grader::{Bench, Ended, Failure, Run, seen, skip};
use real::client::Name;

use crate::forms::{DEFAULT, NO_TOML, Right, Taken, Wrong, missing, two_problems};
use crate::settings::{
    EMPTY_LINES, Settings, Started, ended_early, printed, start, start_in_its_folder, text_of,
};

/// The program waits for clients: nothing is wrong with the settings.
pub fn is_taken(bench: &Bench<'_>, right: &Right) -> Result<(), Failure> {
    let settings = Settings::of(right.text.as_bytes())?;
    let run = match start(bench, &settings)? {
        Started::Waits(_) => return Ok(()),
        Started::Ended(run) => run,
    };
    match run.ended {
        Ended::Exited(1) if right.may_be_refused => Ok(()),
        Ended::Exited(2) => {
            let words = format!(
                "The settings have: {}. Nothing is wrong with that. Your program ended with exit code \
                 2. {}",
                right.line,
                printed(&settings.short(&run.stderr))
            );
            // It may be wrong about all settings.
            let base = start(bench, &Settings::with(&[])?)?;
            let refused = right.refused.filter(|_| matches!(base, Started::Waits(_)));
            Err(seen(words, at_an_end(bench, right, refused)?))
        }
        _ => Err(ended_early(&run, &settings)),
    }
}

/// Whether only the end of a range is refused, or the number beside it, too.
fn at_an_end(bench: &Bench<'_>, right: &Right, refused: Name) -> Result<Name, Failure> {
    let (Some(_), Some(beside)) = (refused, &right.beside) else { return Ok(refused) };
    match start(bench, &Settings::of(beside.as_bytes())?)? {
        Started::Ended(Run { ended: Ended::Exited(2), .. }) => Ok(Some("another_range")),
        _ => Ok(refused),
    }
}

/// Started in the folder of the settings, with the file's name alone.
pub fn by_its_name(bench: &Bench<'_>) -> Result<(), Failure> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let settings = Settings::with(&[])?;
    match start_in_its_folder(bench, &settings)? {
        Started::Waits(_) => Ok(()),
        Started::Ended(run) => match run.ended {
            Ended::Exited(code) => {
                let words = format!(
                    "Your program was started in the folder of its settings, as `config \
                     settings.toml`. Nothing is wrong with them. It ended with exit code {code}. {}",
                    printed(&settings.short(&run.stderr))
                );
                let is_root = code == 2 && run.stderr.contains(": root: ");
                Err(seen(words, is_root.then_some("a_bare_name_has_no_folder")))
            }
            ended => Err(Failure::Ended(ended)),
        },
    }
}

/// A wrong line ends the program with exit code 2 and a message that helps.
pub fn is_refused(bench: &Bench<'_>, wrong: &Wrong) -> Result<(), Failure> {
    let settings = Settings::of(wrong.text.as_bytes())?;
    let number = wrong.number();
    let situation = format!("Line {number} of the settings is: {}", wrong.line);
    let words = match is_wrong(bench, &settings, situation, wrong.taken) {
        Err(Failure::Seen(words, Some("limits_without_bounds"))) => {
            return Err(seen(words, Some(bounds(bench, wrong)?)));
        }
        words => words?,
    };
    words.tell_of(wrong).map_err(|failure| match failure {
        Failure::Seen(said, Some("no_line")) if is_told_as_missing(bench, wrong, &words) => {
            seen(said, Some("a_wrong_value_is_missing"))
        }
        other => other,
    })
}

/// Whether the same is told of a file that lacks the key.
fn is_told_as_missing(bench: &Bench<'_>, wrong: &Wrong, words: &Words) -> bool {
    let Some((keys, text)) = missing().into_iter().find(|(keys, _)| *keys == wrong.keys) else {
        return false;
    };
    let Ok(settings) = Settings::of(text.as_bytes()) else { return false };
    let Ok(Started::Ended(run)) = start(bench, &settings) else { return false };
    let without = Words::new(&settings, String::new(), &run);
    let is_same = |rest: &str| words.after_file().any(|it| it == rest);
    without.after_file().any(|rest| begins_with(rest.trim_start(), &keys) && is_same(rest))
}

/// A number was taken that is out of range. Is a number that is far outside taken, too?
fn bounds(bench: &Bench<'_>, wrong: &Wrong) -> Result<&'static str, Failure> {
    let Some(far) = wrong.far() else { return Ok("limits_without_bounds") };
    match start(bench, &Settings::of(far.as_bytes())?)? {
        Started::Ended(Run { ended: Ended::Exited(2), .. }) => Ok("another_range"),
        _ => Ok("limits_without_bounds"),
    }
}

/// One of two wrong lines is told, or each has a line of its own.
pub fn two_are_refused(bench: &Bench<'_>) -> Result<(), Failure> {
    for both in two_problems() {
        let settings = Settings::of(both[0].text.as_bytes())?;
        let lines: Vec<_> =
            both.iter().map(|it| format!("{} ({})", it.number(), it.line)).collect();
        let situation = format!("Two lines of the settings are wrong: {}", lines.join(" and "));
        let words = is_wrong(bench, &settings, situation, |_| None)?;
        let told: Vec<_> = both.iter().map(|it| words.tell_of(it)).collect();
        if told.iter().all(Result::is_err) {
            return told.into_iter().next().unwrap_or(Ok(()));
        }
        // Each problem that is told has a line of its own.
        let places = |line: &&str| line.matches(&format!("{}:", words.file)).count() > 1;
        words.tell(
            !words.said.lines().any(|line| places(&line)),
            "each problem in a line of its own",
            Some("problems_in_one_line"),
        )?;
    }
    Ok(())
}

/// The program ends with exit code 2.
fn is_wrong(
    bench: &Bench<'_>,
    settings: &Settings,
    situation: impl Into<String>,
    taken: Taken,
) -> Result<Words, Failure> {
    let codes = &[(0, "success_for_bad_settings")];
    ends(bench, settings, situation.into(), 2, taken, codes)
}

/// The program ends with this exit code, as it cannot start. If it does start, `taken` knows the mistake;
/// some other codes are mistakes too.
fn ends(
    bench: &Bench<'_>,
    settings: &Settings,
    situation: String,
    code: i32,
    taken: Taken,
    codes: &[(i32, &'static str)],
) -> Result<Words, Failure> {
    let run = match start(bench, settings)? {
        Started::Ended(run) => run,
        Started::Waits(server) => {
            let words = format!("{situation}. Your program listens at {}.", server.address);
            return Err(seen(words, taken(&server)));
        }
    };
    let words = Words::new(settings, situation, &run);
    match &run.ended {
        Ended::Exited(own) if *own == code => Ok(words),
        Ended::Exited(own) => {
            let mistake = codes.iter().find(|(code, _)| code == own).map(|(_, mistake)| *mistake);
            let mistake = mistake.or(words.tells_of_code(code, *own));
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
    /// To standard error, and to standard output.
    said: String,
    out: String,
    /// The file, as it was given, but without the folder, which is cut off in what was said, too.
    file: String,
}

impl Words {
    fn new(settings: &Settings, situation: String, run: &Run) -> Self {
        let [said, out] = [&run.stderr, &run.stdout].map(|text| settings.short(text));
        let file = settings.short(&settings.file.display().to_string());
        Self { situation, said, out, file }
    }

    /// The problem is told as it should be, with the exit code of the other kind of problem.
    fn tells_of_code(&self, code: i32, own: i32) -> Option<&'static str> {
        let tells_of_file = self.after_file().next().is_some();
        let is_it = match (code, own) {
            (2, 1) => tells_of_file,
            (1, 2) => !tells_of_file && !self.said.is_empty(),
            _ => false,
        };
        is_it.then_some("another_exit_code")
    }

    /// What stands behind the file's name, of each line that begins with it.
    fn after_file(&self) -> impl Iterator<Item = &str> {
        self.said.lines().filter_map(|line| line.strip_prefix(&self.file)?.strip_prefix(':'))
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

    /// A line has to begin with this.
    fn begin(&self, begins: &[String], known: Option<&'static str>) -> Result<(), Failure> {
        let has =
            |text: &str| text.lines().any(|line| begins.iter().any(|it| line.starts_with(it)));
        if has(&self.said) {
            return Ok(());
        }
        if has(&self.out) {
            let what = "printed that to standard output. It belongs to standard error";
            return Err(self.but(what, Some("problems_to_stdout")));
        }
        let mut what = format!("printed no line that begins with `{}`", begins[0]);
        if begins[0].starts_with("./") {
            what += " (the file was given as `…/./settings.toml`)";
        }
        Err(self.but(&what, known))
    }

    /// A line about a line of the file: `FILE:LINE: KEY: …`, and what is allowed.
    fn tell_of(&self, wrong: &Wrong) -> Result<(), Failure> {
        let (file, number) = (&self.file, wrong.number());
        let (keys, allowed) = (&wrong.keys, wrong.allowed);
        let begins: Vec<_> = keys.iter().map(|key| format!("{file}:{number}: {key}: ")).collect();
        self.begin(&begins, self.instead(number, keys))?;
        let rests =
            self.said.lines().flat_map(|line| begins.iter().filter_map(|it| line.strip_prefix(it)));
        let is_allowed = |rest: &str| allowed.iter().all(|word| has_word(rest, word));
        let rests: Vec<_> = rests.collect();
        let all = rests.iter().copied().any(is_allowed);
        let what = format!("what is allowed ({})", allowed.join(" and "));
        // Who tells one end of a range, another number, or `an IP address`, has other words for it.
        let other = |rest: &&str| {
            let mut numbers = rest.split(|c: char| !c.is_ascii_digit());
            numbers.any(|it| !wrong.line.contains(it))
                || allowed.iter().chain(&["ip"]).any(|word| has_word(rest, word))
        };
        let mistake = match () {
            () if !rests.iter().any(other) => Some("not_what_is_allowed"),
            () if rests.iter().any(|rest| has_one_end(rest, wrong)) => Some("one_end_of_the_range"),
            () => None,
        };
        self.tell(all, &what, mistake)
    }

    /// What the program has told in place of `FILE:LINE: KEY: `.
    fn instead(&self, number: usize, keys: &[&str]) -> Option<&'static str> {
        let name = self.file.trim_start_matches("./");
        let lines = || self.said.lines();
        let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
        let is_nowhere = |line: &str| keys.iter().all(|key| !has_word(line, &last(key)));
        if self.after_file().any(|rest| with_number(rest, keys)) {
            return Some("another_line");
        }
        if self.after_file().any(|rest| begins_with(rest.trim_start(), keys)) {
            return Some("no_line");
        }
        let number = format!("{number}:");
        let of_line: Vec<_> =
            self.after_file().filter_map(|rest| rest.strip_prefix(&number)).collect();
        if !of_line.is_empty() && of_line.iter().all(|rest| is_nowhere(rest)) {
            return Some("no_key");
        }
        let half = |rest: &str| {
            let rest = rest.trim_start();
            keys.iter().any(|key| key.contains('.') && rest.starts_with(&format!("{}:", last(key))))
        };
        if of_line.into_iter().any(half) {
            return Some("the_key_without_its_table");
        }
        // `error: …`, or `["…` of a list that is printed as the code has it.
        let with_words_before = |line: &str| {
            let places = keys.iter().map(|key| format!("{}:{number} {key}: ", self.file));
            [' ', '"']
                .iter()
                .any(|it| places.clone().any(|place| line.contains(&format!("{it}{place}"))))
        };
        if lines().any(with_words_before) {
            return Some("words_before_the_file");
        }
        // `settings.toml:22: port: …`, or its place from the root on, made short.
        let other_file = lines().any(|line| {
            let rest = line.split_once(&format!("{name}:"));
            rest.is_some_and(|(before, rest)| {
                !before.contains([' ', '"']) && with_number(rest, keys)
            })
        });
        other_file.then_some("another_name_of_the_file")
    }
}

/// Whether a text begins with a key.
fn begins_with(text: &str, keys: &[&str]) -> bool {
    keys.iter().any(|key| text.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))
}

/// Whether a text begins with a number and a key: `22: port: …`.
fn with_number(text: &str, keys: &[&str]) -> bool {
    let is_number = |text: &str| text.parse::<usize>().is_ok();
    text.split_once(": ").is_some_and(|(line, rest)| is_number(line) && begins_with(rest, keys))
}

/// Whether a text has this word, or number: `65_535` and `65,535` are 65535.
fn has_word(text: &str, word: &str) -> bool {
    let other = if word == "folder" { "directory" } else { word };
    let has = |text: &str| {
        // A dot ends a sentence, or stands in a file's name, or in `0..=65535` or `limits.clients`.
        let mut words =
            text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_lowercase);
        words.any(|it| it == word.to_lowercase() || it == other)
    };
    has(text) || has(&text.replace(['_', ','], ""))
}

/// Whether one end of a range is told, and not the other. What the line itself has is no such end.
fn has_one_end(rest: &str, wrong: &Wrong) -> bool {
    let [least, most] = wrong.allowed else { return false };
    let is_range = [least, most].iter().all(|it| it.parse::<u64>().is_ok());
    let is_told = |end: &str| has_word(rest, end) && !has_word(&wrong.line, end);
    let is_missing = |end: &str| !has_word(rest, end);
    is_range && ((is_told(least) && is_missing(most)) || (is_missing(least) && is_told(most)))
}

/// Files that have no settings in them.
pub fn no_use(bench: &Bench<'_>) -> Result<(), Failure> {
    let settings = Settings::with(&[])?;
    let missing_file = settings.folder.path().join("missing.toml");
    let reason = std::fs::read(&missing_file).err().map(|error| reason(&error));
    let missing_file = Settings { file: missing_file, ..settings };
    let words = is_wrong(bench, &missing_file, "The settings file is missing", DEFAULT)?;
    words.begin(&[format!("{}: ", words.file)], None)?;
    let told =
        reason.is_none_or(|words_of_it| words_of_it.iter().any(|it| words.said.contains(it)));
    words.tell(told, "the kernel's reason", Some("no_reason"))?;

    // `é` in Latin-1.
    let mut bytes = text_of(&[]).into_bytes();
    bytes.extend_from_slice(b"# caf\xE9\n");
    let number = bytes.iter().filter(|byte| **byte == b'\n').count();
    let latin = Settings::of(&bytes)?;
    let situation = "A byte of the settings file, in a comment, is no UTF-8";
    let words = is_wrong(bench, &latin, situation, |_| Some("bytes_that_are_no_text"))?;
    let file = &words.file;
    words.begin(&[format!("{file}: "), format!("{file}:{number}: ")], None)?;

    for line in NO_TOML {
        let no_toml = Settings::of(text_of(&[]).replace("port = 0", line).as_bytes())?;
        // The second of two lines, if there are two.
        let number = EMPTY_LINES + 1 + line.lines().count();
        let line = line.lines().last().unwrap_or_default();
        let situation = format!("Line {number} of the settings is no TOML: {line}");
        let words = is_wrong(bench, &no_toml, situation, |_| None)?;
        let known = words.instead_of_a_line(number);
        words.begin(&[format!("{}:{number}: ", words.file)], known)?;
    }

    for (keys, text) in missing() {
        let without = Settings::of(text.as_bytes())?;
        let situation = format!("The settings have no {}", keys.join(", no "));
        let words = is_wrong(bench, &without, situation, |_| Some("default_for_a_missing_key"))?;
        let begins: Vec<_> = keys.iter().map(|key| format!("{}: {key}: ", words.file)).collect();
        let with_a_line = words.after_file().any(|rest| with_number(rest, &keys));
        words.begin(&begins, with_a_line.then_some("a_line_for_a_missing_key"))?;
    }
    Ok(())
}

impl Words {
    /// What the program has told in place of `FILE:LINE: `.
    fn instead_of_a_line(&self, number: usize) -> Option<&'static str> {
        let mut rests =
            self.said.lines().filter_map(|line| line.strip_prefix(&format!("{}:", self.file)));
        let is_other = |rest: &str| {
            let line = rest.split_once(": ").and_then(|(line, _)| line.parse::<usize>().ok());
            line.is_some_and(|line| line != number)
        };
        if rests.clone().any(is_other) {
            return Some("another_line");
        }
        rests.any(|rest| rest.starts_with(' ')).then_some("no_line")
    }
}

/// The address is taken, and a limit is wrong. Which of the two is told shows what comes first.
pub fn settings_first(bench: &Bench<'_>) -> Result<(), Failure> {
    let (_other, taken) = other_program()?;
    let port = format!("port = {}", taken.port());
    let settings = Settings::with(&[&port, "stop_seconds = 601"])?;
    let situation =
        "The settings are wrong (stop_seconds = 601), and another program has the port".to_owned();
    // Without the other program, is it told that the settings are wrong? Then something else came first.
    let alone = start(bench, &Settings::with(&["stop_seconds = 601"])?)?;
    let is_told = matches!(alone, Started::Ended(Run { ended: Ended::Exited(2), .. }));
    let codes: &[_] = if is_told { &[(1, "binds_first")] } else { &[] };
    ends(bench, &settings, situation, 2, |_| None, codes).map(drop)
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
    let words = ends(bench, &settings, format!("{why} {address}"), 1, |_| None, &[])?;
    let has = |text: &str, word: &str| text.contains(word);
    let reasons = reason(&error);
    let told = |text: &str| has(text, &ip) && reasons.iter().any(|it| has(text, it));
    if told(&words.out) && !told(&words.said) {
        let what = "printed that to standard output. It belongs to standard error";
        return Err(words.but(what, Some("problems_to_stdout")));
    }
    let has_reason = reasons.iter().any(|it| has(&words.said, it));
    let has_address = has(&words.said, &ip) && has_word(&words.said, &port);
    let only = if has(&words.said, &ip) {
        "an_address_without_its_port"
    } else {
        "only_the_kernels_words"
    };
    words.tell(has_reason, "the kernel's reason", has_address.then_some("no_reason"))?;
    words.tell(has_address, "which address and port cannot be had", Some(only))
}

/// `Address already in use`, of `Address already in use (os error 98)`; or `AddrInUse`; or the number.
fn reason(error: &std::io::Error) -> Vec<String> {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or_default();
    let number = error.raw_os_error().map(|number| format!("os error {number}"));
    [words.to_owned(), format!("{:?}", error.kind())].into_iter().chain(number).collect()
}

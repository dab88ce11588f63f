//! Has one exercise graded: cargo builds the program, its graded test judges it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};
use std::{iter, mem};

use grader::process::{Activity, Process};
use grader::{Folder, Outcome, Page, Record};
use serde_json::{Value, json};

use crate::Result;
use crate::course::{Course, Exercise};

/// How many of the compiler's errors are shown.
pub const ERRORS_SHOWN: usize = 2;

/// What came of an exercise.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// The checks ran.
    Judged {
        /// One for each check, in their order.
        records: Vec<Record>,
        /// What the compiler warned of in the learner's files.
        warnings: Vec<String>,
    },
    /// The learner's program does not compile: what the compiler says.
    DoesNotCompile(Vec<String>),
}

impl Verdict {
    /// The verdict as JSON.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Judged { records, warnings } => {
                let records: Vec<_> = records.iter().map(Record::to_json).collect();
                json!({ "records": records, "warnings": warnings })
            }
            Self::DoesNotCompile(errors) => json!({ "errors": errors }),
        }
    }

    /// The verdict that some JSON is, if it is one.
    pub fn from_json(value: &Value) -> Option<Self> {
        let texts = |name: &str| -> Option<Vec<String>> {
            value[name].as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
        };
        match value["records"].as_array() {
            Some(records) => Some(Self::Judged {
                records: records.iter().map(Record::from_json).collect::<Option<_>>()?,
                warnings: texts("warnings")?,
            }),
            None => texts("errors").map(Self::DoesNotCompile),
        }
    }

    /// Whether no check is open: all that could be made passed.
    pub fn is_passed(&self) -> bool {
        let Self::Judged { records, .. } = self else { return false };
        records.iter().any(|record| record.outcome == Outcome::Passed)
            && !records.iter().any(|record| record.outcome.is_open())
    }

    /// The checks that this machine can't make.
    pub fn not_checked(&self) -> Vec<&Record> {
        let Self::Judged { records, .. } = self else { return Vec::new() };
        records.iter().filter(|record| record.outcome == Outcome::NotChecked).collect()
    }

    /// Whether a check could not be made, for a reason that is not in the learner's program.
    pub fn is_fault(&self) -> bool {
        let Self::Judged { records, .. } = self else { return false };
        records.iter().any(|record| record.outcome == Outcome::Fault)
    }

    /// In two words: `passed`, `partly checked` (all that can be checked here passed), `not started`,
    /// `does not compile`, `not yet`, `cannot be checked`.
    pub fn in_short(&self) -> &'static str {
        let Self::Judged { records, .. } = self else { return "does not compile" };
        let all = |outcome| records.iter().all(|record| record.outcome == outcome);
        let mut made = records.iter().filter(|record| record.outcome != Outcome::NotChecked);
        match () {
            () if all(Outcome::Passed) => "passed",
            () if self.is_fault() || all(Outcome::NotChecked) => "cannot be checked",
            () if self.is_passed() => "partly checked",
            () if made.all(|record| record.outcome == Outcome::NotStarted) => "not started",
            () => "not yet",
        }
    }

    /// The points, and how many there could be in the checks that were made.
    pub fn points(&self) -> Option<(u32, u32)> {
        let Self::Judged { records, .. } = self else { return None };
        let made = || records.iter().filter(|record| record.outcome != Outcome::NotChecked);
        let sum = |points: fn(&Record) -> u32| made().map(points).sum();
        Some((sum(|record| record.points), sum(|record| record.of)))
    }
}

/// Has an exercise graded, and calls `built` as soon as cargo has built what is run for it. Where something
/// goes wrong on this machine, it is tried once more: what was built from an old text is built anew then.
///
/// # Errors
///
/// A sentence, if it can't be graded for a reason that is not in the learner's program.
pub fn check(course: &Course, exercise: &Exercise, built: &dyn Fn()) -> Result<Verdict> {
    let verdict = check_once(course, exercise, built)?;
    if verdict.is_fault() { check_once(course, exercise, built) } else { Ok(verdict) }
}

fn check_once(course: &Course, exercise: &Exercise, built: &dyn Fn()) -> Result<Verdict> {
    course.has_stub(exercise)?;
    let stub = exercise.stub();
    // If a signal ends this process, it is removed.
    let folder = Folder::new()?;
    let records = folder.path().join("records");

    let mut cargo = course.cargo();
    cargo
        .args(["test", "--quiet", "--package", &exercise.name, "--test", &exercise.name])
        .args(["--message-format", "json-diagnostic-rendered-ansi"])
        .env("SOCKLINGS_RECORDS", &records);
    let mut stdout = String::new();
    let hear = |line: &str| {
        stdout.push_str(line);
        if line.starts_with(BUILT) {
            built();
        }
    };
    let Some(stderr) = run_within(&mut cargo, LONG, hear)? else {
        let minutes = LONG.as_secs() / 60;
        return Ok(Verdict::DoesNotCompile(vec![format!(
            "After {minutes} minutes the compiler and the checks had not come to their end, and were \
             stopped. Does {stub} make the compiler compute without end?\n"
        )]));
    };
    let records = fs::read_to_string(records).unwrap_or_default();
    let records = grader::parse_records(&records)?;
    let (messages, other): (Vec<_>, Vec<_>) =
        stdout.lines().partition(|line| line.starts_with("{\"reason\":"));
    let messages = messages.iter().filter_map(|line| serde_json::from_str(line).ok());
    let messages: Vec<Value> = messages.collect();
    if !records.is_empty() {
        are_complete(exercise, &records)?;
        return Ok(Verdict::Judged { records, warnings: warnings(&messages, exercise) });
    }
    let manifest = format!("exercises/{}/Cargo.toml", exercise.folder());
    let errors = compiler_errors(&messages, |message| {
        let own = message["manifest_path"].as_str().unwrap_or_default().replace('\\', "/");
        // An error without a place in the code is not about the code: a full disk, a broken linker.
        let has_place = message["message"]["spans"].as_array().is_some_and(|all| !all.is_empty());
        own.ends_with(&manifest) && has_place
    });
    if !errors.is_empty() {
        return Ok(Verdict::DoesNotCompile(errors));
    }
    if let Some(end) = compiler_died(&stderr, &exercise.name) {
        return Ok(Verdict::DoesNotCompile(vec![format!(
            "The compiler broke off ({end}) while it compiled {stub}, and named no line. Is something \
             nested very deeply, or made by a macro that has no end? If not, this machine may lack memory.\n"
        )]));
    }
    let mut said = compiler_errors(&messages, |_| true);
    said.extend(other.iter().filter(|line| line.contains("cannot")).map(|line| (*line).to_owned()));
    said.push(stderr.trim().to_owned());
    said.truncate(ERRORS_SHOWN);
    Err(format!("{} cannot be checked. Cargo says:\n{}", exercise.name, said.join("\n")))
}

/// Builds the learner's program, and says where it is.
///
/// # Errors
///
/// A sentence, if it can't be built.
pub fn build(course: &Course, exercise: &Exercise) -> Result<PathBuf> {
    course.has_stub(exercise)?;
    let mut cargo = course.cargo();
    cargo.args(["build", "--quiet", "--package", &exercise.name, "--message-format", "json"]);
    let mut program = None;
    let hear = |line: &str| {
        let message: Value = serde_json::from_str(line).unwrap_or_default();
        if message["target"]["name"] == *exercise.name {
            program = message["executable"].as_str().map(PathBuf::from).or(program.take());
        }
    };
    let stopped = run_within(&mut cargo, LONG, hear)?.is_none();
    program.filter(|_| !stopped).ok_or_else(|| {
        let name = &exercise.name;
        format!("{name} does not compile. `cargo run -- check {name}` says why.\n")
    })
}

/// How long cargo, the compiler and all checks may take together. A first build takes a minute.
const LONG: Duration = Duration::from_secs(600);

/// With these words cargo says that it has built all that it is to run.
const BUILT: &str = "{\"reason\":\"build-finished\"";

/// Runs cargo to its end, and hears each line that it prints. Gives what it says of errors; `None`, if it had
/// to be stopped, with all that it had started.
///
/// # Errors
///
/// A sentence, if it can't be started, was stopped, or waited for another cargo all the time.
fn run_within(
    command: &mut Command,
    limit: Duration,
    mut hear: impl FnMut(&str),
) -> Result<Option<String>> {
    let sentence =
        |error: io::Error| format!("cargo cannot be started: {error}. Is Rust installed?");
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let start = Instant::now();
    let mut child = command.spawn().map_err(sentence)?;
    let process = Process::new(child.id());
    let stdout = child.stdout.take().expect("it is piped");
    let lines = lines_of(stdout);
    let (sender, ended) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    let left = || limit.saturating_sub(start.elapsed());
    // Who prints without end has an end too.
    let (mut is_silent, mut is_stopped) = (true, false);
    while !left().is_zero() {
        match lines.recv_timeout(left().min(BETWEEN)) {
            Ok(line) => {
                is_silent = false;
                hear(&line);
            }
            Err(RecvTimeoutError::Disconnected) => break,
            // Whoever presses Ctrl-Z stops this process too. Two looks tell that nobody did.
            Err(RecvTimeoutError::Timeout) => {
                let was_stopped = mem::replace(&mut is_stopped, has_stopped(process));
                if was_stopped && is_stopped {
                    process.end_with_descendants();
                    return Err(STOPPED.to_owned());
                }
            }
        }
    }
    match ended.recv_timeout(left()) {
        Ok(output) => {
            let output = output.map_err(sentence)?;
            Ok(Some(String::from_utf8_lossy(&output.stderr).into_owned()))
        }
        Err(_) => {
            // Whoever compiles or checks has begun a process for it.
            let waits = is_silent && process.is_shown() && process.children().is_empty();
            process.end_with_descendants();
            if waits { Err(another_builds(limit)) } else { Ok(None) }
        }
    }
}

/// Whether cargo, or the test that it has started, sleeps until it is told to go on (SIGSTOP). What the test has
/// started may be stopped by a check.
fn has_stopped(cargo: Process) -> bool {
    let mut both = iter::once(cargo).chain(cargo.children());
    both.any(|process| process.activity() == Some(Activity::Stopped))
}

const STOPPED: &str = "Something has stopped the checks (SIGSTOP), and nobody tells them to go on: they were \
                       ended. Does your program, or one that it starts, send signals to its parent?";

/// So long at least is between two looks at what cargo has started.
const BETWEEN: Duration = Duration::from_secs(2);

fn another_builds(limit: Duration) -> String {
    format!(
        "cargo waited for {} minutes and could begin nothing: another cargo builds in the same folder, in \
         another terminal or for an editor. Wait for its end, or end it, and give the same command again.",
        limit.as_secs() / 60
    )
}

/// The lines that somebody prints, as they come.
fn lines_of(from: impl Read + Send + 'static) -> Receiver<String> {
    // Who prints more than is heard waits.
    let (sender, lines) = mpsc::sync_channel(64);
    thread::spawn(move || {
        let (mut from, mut line) = (BufReader::new(from), Vec::new());
        while from.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
            line.clear();
        }
    });
    lines
}

/// Whether there is one record for each check that the page names, and no other.
///
/// # Errors
///
/// A sentence, if not.
pub fn are_complete(exercise: &Exercise, records: &[Record]) -> Result<()> {
    let checks = Page::read(&exercise.name)?.checks();
    let expected = checks.iter().map(|(check, points)| (check.as_str(), *points));
    if records.iter().map(|record| (record.check.as_str(), record.of)).eq(expected) {
        return Ok(());
    }
    Err(format!(
        "The records of {} are not those of the checks that {} names. Get the course again.",
        exercise.name,
        exercise.page()
    ))
}

/// What the compiler says, as far as it is meant. What it says twice is kept once.
fn compiler_errors(messages: &[Value], is_meant: impl Fn(&Value) -> bool) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let meant = messages.iter().filter(|message| message["message"]["level"] == "error");
    let meant = meant.filter(|message| is_meant(message));
    let rendered = |message: &Value| message["message"]["rendered"].as_str().map(str::to_owned);
    meant.filter_map(rendered).filter(|error| seen.insert(error.clone())).collect()
}

/// How the compiler itself broke off at a package, if it did: its stack, or the machine's memory, was not
/// enough for the text. `stderr` is cargo's.
fn compiler_died(stderr: &str, package: &str) -> Option<&'static str> {
    const ENDS: [&str; 5] = [
        "SIGSEGV",
        "SIGABRT",
        "SIGKILL",
        "STATUS_STACK_OVERFLOW",
        "the compiler unexpectedly panicked",
    ];
    let is_here = stderr.contains(&format!("could not compile `{package}`"));
    ENDS.into_iter().find(|end| is_here && stderr.contains(end))
}

/// What the compiler warns of in the learner's files, each with its place: it may be the clue.
fn warnings(messages: &[Value], exercise: &Exercise) -> Vec<String> {
    let folder = format!("exercises/{}/", exercise.folder());
    let mut seen = BTreeSet::new();
    let warning = |message: &Value| {
        let message = &message["message"];
        let spans = message["spans"].as_array()?;
        let place = spans.iter().find(|span| span["is_primary"] == true)?;
        let file = place["file_name"].as_str()?.replace('\\', "/");
        let (_, file) = file.rsplit_once(&folder)?;
        let (words, line) = (message["message"].as_str()?, &place["line_start"]);
        let is_warning = message["level"] == "warning";
        is_warning.then(|| format!("{folder}{file}:{line}: {words}"))
    };
    messages.iter().filter_map(warning).filter(|warning| seen.insert(warning.clone())).collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// A compiler that has no end, as the processes of cargo: one starts another and waits for it.
    #[test]
    fn what_has_no_end_is_stopped_with_all_that_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let id = folder.path().join("id");
        let mut endless = Command::new("sh");
        endless.args(["-c", "sleep 1000 & echo $! > \"$0\"; wait"]).arg(&id);
        // It is stopped whatever it has come to. But what it starts is to be there by then.
        let output = run_within(&mut endless, Duration::from_secs(2), |_| ()).unwrap();
        assert!(output.is_none(), "{output:?}");
        let sleeper = fs::read_to_string(id).expect("two seconds are enough to start a process");
        let sleeper = Process::new(sleeper.trim().parse().unwrap());
        for _ in 0..1_000 {
            if sleeper.activity().is_none_or(|activity| activity == Activity::Ended) {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("what the command had started was still there ten seconds after its end");
    }

    #[test]
    fn who_waits_for_another_cargo_is_not_the_learners_matter() {
        let mut waiting = Command::new("sleep");
        let told = run_within(waiting.arg("1000"), Duration::from_secs(1), |_| ());
        assert!(told.is_err_and(|told| told.contains("another cargo builds")));
    }

    #[test]
    fn whoever_is_stopped_by_its_child_is_not_waited_for() {
        let mut stopped = Command::new("sh");
        stopped.args(["-c", "sh -c 'kill -STOP $PPID'; echo never"]);
        let told = run_within(&mut stopped, Duration::from_secs(600), |_| ());
        assert!(told.is_err_and(|told| told.contains("SIGSTOP")));
    }

    #[test]
    fn what_prints_without_end_is_stopped_too() {
        // It is always ahead of whoever hears it.
        let slowly = |_: &str| thread::sleep(Duration::from_millis(1));
        let output = run_within(&mut Command::new("yes"), Duration::from_secs(1), slowly).unwrap();
        assert!(output.is_none(), "{output:?}");
    }
}

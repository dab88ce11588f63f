//! Tries attacks on this very machine: whether one gains a point, gets hold of something, changes another's
//! verdict, or leaves something behind.
//!
//! An attack is a file in `attacks/`: a stub's file whose function `attack` is called wherever the exercise's
//! functions are. The first line says what it tries. What it gets hold of, it prints after `GOT`, or panics
//! with it. In its text ROOT is the course's folder, FOLDER that of `accept`, HOME yours, and HOME_FILE a
//! file in it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use grader::process::Process;
use grader::{Ended, Lesson, Seen, snapshot_traces};
use socklings::Result;
use socklings::check::Verdict;
use socklings::course::{Course, Exercise};

use crate::apart;
use crate::built::Built;
use crate::judge::{Containment, Judge, Judged};
use crate::sandbox;

/// What an attack on `accept` is, beside its own part.
const ANSWER: &str = "
pub fn connection_packet(
    _: &mut netstack::SocketTable,
    found: netstack::SocketId,
    _: &netstack::Segment,
) -> netstack::SocketId {
    attack();
    found
}

pub fn accept(
    _: &mut netstack::SocketTable,
    _: netstack::Fd,
) -> Result<(netstack::Fd, std::net::SocketAddrV4), netstack::Errno> {
    attack();
    Err(netstack::Errno::EAGAIN)
}
";

/// An attack that does nothing: what its answer gains.
const NOTHING: &str = "fn attack() {}";

/// An attack that says that it has got something. Who did not see this would see nothing.
const SAYS_SO: &str = "fn attack() { println!(\"GOT what is its own\"); }";

/// One attack.
struct Attack {
    name: String,
    what: String,
    exercise: String,
    text: String,
}

/// What came of one.
#[derive(Debug, Clone, Default)]
struct Tried {
    points: u32,
    passed: Vec<String>,
    /// The checks that it did not pass, and what was seen there.
    missed: Vec<String>,
    state: String,
    /// Whether the machine could not judge it.
    is_fault: bool,
    got: Vec<String>,
    seconds: u64,
}

impl Tried {
    /// What a student would get.
    fn verdict(&self) -> String {
        let missed: String = self.missed.iter().map(|it| format!(", without {it}")).collect();
        format!("{}, {} points{missed}", self.state, self.points)
    }
}

/// Tries all attacks, or those whose names have this in them, or one of `these,words`: the table, and whether all were contained.
///
/// # Errors
///
/// A sentence, if nothing can be tried.
pub fn self_test(
    course: &Course,
    only: Option<&str>,
    jobs: usize,
    containment: Containment,
) -> Result<(String, bool)> {
    match containment {
        Containment::AnotherUser => apart::is_possible()?,
        _ => sandbox::is_possible()?,
    }
    let attacks = attacks(course)?;
    let is_meant =
        |it: &Attack| only.is_none_or(|parts| parts.split(',').any(|part| it.name.contains(part)));
    let attacks: Vec<_> = attacks.into_iter().filter(is_meant).collect();
    if attacks.is_empty() {
        return Err("There is no such attack.".to_owned());
    }
    let exercises: Vec<_> = ["accept", "listener"]
        .iter()
        .filter(|name| **name == "accept" || attacks.iter().any(|it| it.exercise == **name))
        .map(|name| course.exercise(name))
        .collect::<Result<_>>()?;
    eprintln!("Building the tests …");
    let built = Built::new(course, &exercises)?;
    if exercises.iter().any(|it| built.exercises[&it.name].reference.is_none()) {
        return Err("solutions/ is missing: copied answers would not be noticed.".to_owned());
    }
    if containment == Containment::AnotherUser {
        apart::shut(&built)?;
    }
    let seed = grader::Rng::new().u64(1..1 << 48);
    let judge = Judge { built: &built, seed, containment, until: None };
    let accept = course.exercise("accept")?;
    // A process whose parent ends is this one's child then, and does not get lost among others.
    #[cfg(target_os = "linux")]
    rustix::process::set_child_subreaper(Some(rustix::process::getpid()))
        .map_err(|error| format!("prctl: {error}."))?;
    let before = outside();
    let nothing = try_one(&judge, accept, format!("{NOTHING}\n{ANSWER}").as_bytes())?;
    if try_one(&judge, accept, format!("{SAYS_SO}\n{ANSWER}").as_bytes())?.got.is_empty() {
        return Err(
            "What an attack gets hold of cannot be seen here. The course has a fault.".to_owned()
        );
    }
    // Who judges right answers as wrong contains too much.
    for exercise in &exercises {
        let tried = try_one(&judge, exercise, &solution(course, exercise)?)?;
        if tried.state != "passed" {
            return Err(format!(
                "In the sandbox the solution of {} is: {}.",
                exercise.name, tried.state
            ));
        }
    }
    let right = solution(course, accept)?;
    let alone = try_one(&judge, accept, &right)?;

    let (next, results) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let beside = Mutex::new(Vec::new());
    let work = || {
        while let Some(attack) = attacks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let exercise = exercises.iter().find(|it| it.name == attack.exercise);
            let tried = exercise.ok_or_else(|| "no such exercise".to_owned());
            let tried = tried.and_then(|it| try_one(&judge, it, attack.text.as_bytes()));
            eprintln!("{}: {}", attack.name, tried.as_ref().map_or("not judged", |it| &it.state));
            results.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((attack, tried));
        }
    };
    let bystander = || {
        while next.load(Ordering::Relaxed) < attacks.len() {
            let tried = try_one(&judge, accept, &right);
            beside.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(tried);
        }
    };
    std::thread::scope(|scope| {
        (0..jobs.max(1)).for_each(|_| _ = scope.spawn(work));
        scope.spawn(bystander);
    });

    let mut results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    let mut table = String::from("| attack | what it tries | verdict | points | s | contained |\n");
    table += "| --- | --- | --- | --- | --- | --- |\n";
    let mut failed = 0;
    for (attack, tried) in &results {
        let Attack { name, what, .. } = attack;
        let (state, points, seconds, contained) = match tried {
            Ok(it) => {
                let allowed = if attack.exercise == "accept" { nothing.points } else { 0 };
                let contained = match () {
                    () if it.points > allowed => {
                        let new = it.passed.iter().filter(|check| !nothing.passed.contains(check));
                        let new: Vec<_> = new.map(String::as_str).collect();
                        format!("NO: {} points more: {}", it.points - allowed, new.join(", "))
                    }
                    () if !it.got.is_empty() => format!("NO: it got {}", it.got.join(", ")),
                    () => "yes".to_owned(),
                };
                (it.state.clone(), it.points, it.seconds, contained)
            }
            Err(why) => ("not judged".to_owned(), 0, 0, format!("NO VERDICT: {why}")),
        };
        failed += usize::from(contained != "yes");
        let what = what.trim_end_matches('.');
        let _ =
            writeln!(table, "| {name} | {what} | {state} | {points} | {seconds} | {contained} |");
    }
    let beside = beside.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    // Whom the machine could not judge has no mark, and is judged again. So it is here.
    let (mut harmed, mut again) = (Vec::new(), 0);
    for tried in beside.iter() {
        let tried = match tried {
            Ok(it) if !it.is_fault => Ok(it.clone()),
            _ => {
                again += 1;
                try_one(&judge, accept, &right)
            }
        };
        let verdict = tried.map_or_else(|why| why, |it| it.verdict());
        harmed.extend(Some(verdict).filter(|it| *it != alone.verdict()));
    }
    drop(built);
    // What is being killed is not gone at once.
    let begun = Instant::now();
    let mut left = left_behind(&before, &outside());
    while !left.is_empty() && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(100));
        left = left_behind(&before, &outside());
    }
    let _ = writeln!(
        table,
        "\n{} attacks, {failed} not contained. An answer that does nothing has {} points.\nA right answer was \
         judged {} times beside them, {again} of them had to be judged again; {} times the verdict was another than \
         alone{}.\nLeft behind: {}.",
        results.len(),
        nothing.points,
        beside.len(),
        harmed.len(),
        harmed.iter().map(|it| format!(": {it}")).collect::<String>(),
        if left.is_empty() { "nothing".to_owned() } else { left.join(", ") }
    );
    Ok((table, failed == 0 && harmed.is_empty() && left.is_empty()))
}

fn solution(course: &Course, exercise: &Exercise) -> Result<Vec<u8>> {
    let file = exercise.solution();
    fs::read(course.root.join(&file)).map_err(|error| format!("{file}: {error}."))
}

fn attacks(course: &Course) -> Result<Vec<Attack>> {
    let folder = course.root.join("crates/classroom/attacks");
    let fault = |error: std::io::Error| format!("{}: {error}.", folder.display());
    let home = std::env::home_dir().ok_or("HOME names no folder.")?;
    let mut attacks = Vec::new();
    for entry in fs::read_dir(&folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        let text = fs::read_to_string(&path).map_err(fault)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let line = |prefix: &str| text.lines().find_map(|line| line.strip_prefix(prefix));
        let what = line("//! ").unwrap_or_default().to_owned();
        let exercise = line("//! exercise: ").unwrap_or("accept").to_owned();
        let mut text = text.clone();
        if exercise == "accept" {
            text += ANSWER;
        }
        if text.contains("SNAPSHOTS") {
            text += &snapshots();
        }
        let accept = course.exercise("accept")?.folder();
        let places = [
            ("ROOT", course.root.display().to_string()),
            ("FOLDER", accept),
            ("HOME_FILE", file_in(&home)?.display().to_string()),
            ("HOME", home.display().to_string()),
        ];
        let fill = |text: String, (name, place): &(&str, String)| text.replace(name, place);
        let text = places.iter().fold(text, fill);
        attacks.push(Attack { name, what, exercise, text });
    }
    attacks.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(attacks)
}

/// A file in a folder: an attack tries to read it.
fn file_in(folder: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files = entries.map(|entry| entry.path()).filter(|path| path.is_file());
    files.next().ok_or_else(|| format!("{} has no file that could be stolen.", folder.display()))
}

/// The answers that the course comes with, as somebody would copy them.
fn snapshots() -> String {
    let mut text = String::from("const SNAPSHOTS: &[(&str, &str)] = &[\n");
    for story in grader::story_names("accept") {
        for trace in snapshot_traces("accept", &story).unwrap_or_default() {
            let _ = writeln!(text, "({story:?}, {:?}),", trace.to_string());
        }
    }
    text + "];\n"
}

fn try_one(judge: &Judge<'_>, exercise: &Exercise, text: &[u8]) -> Result<Tried> {
    let begun = Instant::now();
    let judged = judge.judge(exercise, text)?;
    let seconds = begun.elapsed().as_secs();
    Ok(match judged {
        Judged::Stopped(why) => Tried { points: 0, state: why, seconds, ..Tried::default() },
        Judged::Verdict(verdict) => {
            let points = verdict.points().map_or(0, |(points, _)| points);
            let records = match &verdict {
                Verdict::Judged { records, .. } => records.as_slice(),
                Verdict::DoesNotCompile(_) => &[],
            };
            let passed = records.iter().filter(|it| it.points > 0).map(|it| it.check.clone());
            let passed = passed.collect();
            let mut got: Vec<_> =
                records.iter().filter_map(|it| got(it.lesson.as_ref()?)).collect();
            got.sort();
            got.dedup();
            let missed = records.iter().filter(|it| it.points < it.of);
            let missed = missed.map(|it| {
                let seen = it.lesson.as_ref().map(|lesson| format!(" ({:?})", lesson.seen));
                it.check.clone() + &seen.unwrap_or_default()
            });
            Tried {
                points,
                passed,
                missed: missed.collect(),
                state: verdict.in_short().to_owned(),
                is_fault: verdict.is_fault(),
                got,
                seconds,
            }
        }
    })
}

/// What an attack says that it has got hold of.
fn got(lesson: &Lesson) -> Option<String> {
    let said = match &lesson.seen {
        Seen::Ended(Ended::Panicked { message, .. }) => message,
        _ => &lesson.printed,
    };
    let got: Vec<_> = said.lines().filter_map(|line| line.strip_prefix("GOT ")).collect();
    Some(got.join(", ")).filter(|got| !got.is_empty())
}

/// What is outside of sandboxes, as far as an attack could change it.
fn outside() -> (Vec<String>, Vec<String>) {
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let mut seen: Vec<_> = mounts.lines().map(|line| format!("the mount {line}")).collect();
    for folder in ["/tmp", "/var/tmp", "/dev/shm", "/", "/usr/lib"] {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.map(|it| it.file_name().to_string_lossy().into_owned());
        let ours =
            names.filter(|it| it.starts_with("socklings-was-here") || it.starts_with("fill-"));
        seen.extend(
            ours.map(|name| format!("the file {}", Path::new(folder).join(name).display())),
        );
    }
    (seen, processes())
}

/// The processes that this one has started, and those whose parents have gone meanwhile.
fn processes() -> Vec<String> {
    let mut all = Vec::new();
    let mut parents = vec![Process::new(std::process::id())];
    while let Some(parent) = parents.pop() {
        // What has ended is nobody's, and does nothing.
        let children = parent.children().into_iter().filter(|it| !it.is_zombie());
        parents.extend(children.inspect(|it| all.push(format!("the process {}", it.id()))));
    }
    all
}

fn left_behind(
    before: &(Vec<String>, Vec<String>),
    after: &(Vec<String>, Vec<String>),
) -> Vec<String> {
    let new = |before: &[String], after: &[String]| {
        after.iter().filter(|it| !before.contains(it)).cloned().collect::<Vec<_>>()
    };
    [new(&before.0, &after.0), new(&before.1, &after.1)].concat()
}

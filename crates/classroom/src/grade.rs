//! Grades a class: every file that was handed in, side by side, each content once.

use std::collections::BTreeMap;
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use grader::Page;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use socklings::Result;
use socklings::course::{Course, Exercise};

use crate::built::{self, Built};
use crate::class::{Class, Student, replace};
use crate::judge::{Containment, Judge, Judged, STOP};
use crate::result::{self, MISSING, NOT_JUDGED, Outcome};
use crate::sandbox;

/// How a class is graded.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many programs are judged side by side.
    pub jobs: usize,
    /// Only these exercises.
    pub exercises: Vec<String>,
    /// Another seed than the class has.
    pub seed: Option<u64>,
    /// Whether programs are contained.
    pub contained: bool,
    /// A part of all: this one, of so many.
    pub shard: Option<(usize, usize)>,
}

/// A verdict that is kept: on one content of one file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    state: String,
    points: u32,
    verdict: Option<Value>,
    why: Option<String>,
    contained: bool,
    with_solution: bool,
    seed: u64,
    seconds: f64,
}

/// One content of one exercise's file, to be judged.
struct Job<'a> {
    exercise: &'a Exercise,
    digest: String,
    text: Vec<u8>,
}

/// What `grade` has done.
#[derive(Debug)]
pub struct Graded {
    /// One for each student and exercise.
    pub outcomes: Vec<Outcome>,
    /// How many contents were judged now.
    pub judged: usize,
    /// How many had been judged before.
    pub known: usize,
    /// Whether somebody has stopped it.
    pub stopped: bool,
}

/// Grades a class. What was judged before is not judged again.
///
/// # Errors
///
/// A sentence, if nothing can be judged.
pub fn grade(course: &Course, class: &Class, options: &Options) -> Result<Graded> {
    let chosen = chosen(course, class, &options.exercises)?;
    let seed = options
        .seed
        .or(class.seed)
        .ok_or("The class has no seed. Collect anew, or give --seed.")?;
    let mut digests = BTreeMap::new();
    for exercise in &chosen {
        digests.insert(exercise.name.as_str(), digest_of(course, exercise)?);
    }
    let digest = |exercise: &Exercise, text: &[u8]| {
        let mut hasher = Sha256::new();
        hasher.update(&digests[exercise.name.as_str()]);
        hasher.update([u8::from(options.contained)]);
        hasher.update(seed.to_le_bytes());
        hasher.update(text);
        format!("{:x}", hasher.finalize())
    };

    let mut jobs: BTreeMap<String, Job<'_>> = BTreeMap::new();
    let mut wanted: Vec<(&Student, &Exercise, std::result::Result<String, Outcome>)> = Vec::new();
    let mut number = 0;
    for student in &class.students {
        for exercise in &chosen {
            number += 1;
            if options.shard.is_some_and(|(this, of)| (number - 1) % of + 1 != this) {
                continue;
            }
            let none = |state: &str, why: Option<String>| Outcome {
                student: student.id.clone(),
                exercise: exercise.name.clone(),
                state: state.to_owned(),
                points: 0,
                of: points_of(exercise),
                digest: None,
                seed,
                contained: options.contained,
                with_solution: has_solution(course, exercise),
                verdict: None,
                why,
                seconds: 0.0,
            };
            if !student.files.contains_key(&exercise.name) {
                wanted.push((student, exercise, Err(none(MISSING, None))));
                continue;
            }
            match fs::read(class.submission(student, &exercise.name)) {
                Ok(text) => {
                    let digest = digest(exercise, &text);
                    wanted.push((student, exercise, Ok(digest.clone())));
                    jobs.entry(digest.clone()).or_insert(Job { exercise, digest, text });
                }
                Err(error) => {
                    let why = format!("The copy of the file cannot be read: {error}.");
                    wanted.push((student, exercise, Err(none(NOT_JUDGED, Some(why)))));
                }
            }
        }
    }

    let kept = class.folder().join("kept");
    let mut verdicts: BTreeMap<String, Kept> = BTreeMap::new();
    jobs.retain(|digest, _| match read(&kept, digest) {
        Some(known) => verdicts.insert(digest.clone(), known).is_some(),
        None => true,
    });
    let known = verdicts.len();
    let jobs: Vec<_> = jobs.into_values().collect();
    let judged = if jobs.is_empty() {
        Vec::new()
    } else {
        judge_all(course, &chosen, &jobs, options, seed, &kept)?
    };
    let done = judged.iter().filter(|(_, it)| it.state != NOT_JUDGED).count();
    verdicts.extend(judged);

    let outcome =
        |(student, exercise, what): (&Student, &Exercise, std::result::Result<String, Outcome>)| {
            let digest = match what {
                Ok(digest) => digest,
                Err(outcome) => return outcome,
            };
            let of = points_of(exercise);
            let never = Kept {
                state: NOT_JUDGED.to_owned(),
                points: 0,
                verdict: None,
                why: Some("The grading was stopped before.".to_owned()),
                contained: options.contained,
                with_solution: has_solution(course, exercise),
                seed,
                seconds: 0.0,
            };
            let kept = verdicts.get(&digest).unwrap_or(&never).clone();
            Outcome {
                student: student.id.clone(),
                exercise: exercise.name.clone(),
                state: kept.state,
                points: kept.points,
                of,
                digest: Some(digest),
                seed: kept.seed,
                contained: kept.contained,
                with_solution: kept.with_solution,
                verdict: kept.verdict,
                why: kept.why,
                seconds: kept.seconds,
            }
        };
    let outcomes = wanted.into_iter().map(outcome).collect();
    Ok(Graded { outcomes, judged: done, known, stopped: STOP.load(Ordering::Relaxed) })
}

/// Puts the parts of a class's results together, in the class's order.
///
/// # Errors
///
/// A sentence, if one is missing, or two are different.
pub fn merge(class: &Class, parts: &[PathBuf]) -> Result<Vec<Outcome>> {
    let mut all: BTreeMap<(String, String), Outcome> = BTreeMap::new();
    for part in parts {
        for outcome in result::read_file(part)? {
            if class.seed.is_some_and(|seed| seed != outcome.seed) {
                return Err(format!(
                    "{} was made with another seed than the class has.",
                    part.display()
                ));
            }
            let key = (outcome.student.clone(), outcome.exercise.clone());
            let other = all.insert(key, outcome.clone());
            if let Some(other) =
                other.filter(|it| (&it.state, it.points) != (&outcome.state, outcome.points))
            {
                return Err(format!(
                    "{}, {}: one part says {}, another one {}.",
                    other.student.escape_debug(),
                    other.exercise,
                    other.state,
                    outcome.state
                ));
            }
        }
    }
    let mut merged = Vec::new();
    for student in &class.students {
        for exercise in &class.exercises {
            let outcome = all.remove(&(student.id.clone(), exercise.clone()));
            merged.push(outcome.ok_or_else(|| {
                format!(
                    "{exercise} of {} is in no part. Was a part not graded to its end?",
                    student.folder
                )
            })?);
        }
    }
    match all.into_keys().next() {
        Some((student, _)) => Err(format!("{} is not in this class.", student.escape_debug())),
        None => Ok(merged),
    }
}

/// Judges one file once more, with the seed that it had.
///
/// # Errors
///
/// A sentence, if it cannot be judged.
pub fn again(
    course: &Course,
    class: &Class,
    student: &Student,
    exercise: &Exercise,
    before: &Outcome,
) -> Result<Outcome> {
    if before.contained {
        sandbox::is_possible()?;
    }
    let path = class.submission(student, &exercise.name);
    let text = fs::read(&path).map_err(|error| format!("{}: {error}.", path.display()))?;
    let built = Built::new(course, &[exercise])?;
    let containment = Containment::contained(before.contained);
    let judge = Judge { built: &built, seed: before.seed, containment, until: None };
    let kept = judge_one(&judge, exercise, &text);
    let Kept { state, points, verdict, why, seconds, with_solution, .. } = kept;
    Ok(Outcome { state, points, verdict, why, seconds, with_solution, ..before.clone() })
}

/// The exercises to judge: those of the class, or some of them.
fn chosen<'a>(course: &'a Course, class: &Class, names: &[String]) -> Result<Vec<&'a Exercise>> {
    let names = if names.is_empty() { &class.exercises } else { names };
    names.iter().map(|name| course.exercise(name)).collect()
}

/// The points that an exercise's page names.
pub fn points_of(exercise: &Exercise) -> u32 {
    let page = Page::read(&exercise.name);
    page.map(|page| page.checks().iter().map(|(_, points)| points).sum()).unwrap_or_default()
}

/// A verdict that is kept, if it is whole.
fn read(folder: &Path, digest: &str) -> Option<Kept> {
    let text = fs::read(folder.join(format!("{digest}.json"))).ok()?;
    serde_json::from_slice(&text).ok()
}

fn judge_all(
    course: &Course,
    chosen: &[&Exercise],
    jobs: &[Job<'_>],
    options: &Options,
    seed: u64,
    kept: &Path,
) -> Result<Vec<(String, Kept)>> {
    if options.contained {
        sandbox::is_possible()?;
    }
    let needed: Vec<_> =
        chosen.iter().copied().filter(|it| jobs.iter().any(|job| job.exercise == *it)).collect();
    eprintln!("Building the tests …");
    let built = Built::new(course, &needed)?;
    let containment = Containment::contained(options.contained);
    let judge = Judge { built: &built, seed, containment, until: None };
    let next = AtomicUsize::new(0);
    let progress = Progress::new(jobs.len());
    let results = Mutex::new(Vec::new());
    let work = || {
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            if STOP.load(Ordering::Relaxed) {
                break;
            }
            let verdict = judge_one(&judge, job.exercise, &job.text);
            if verdict.state != NOT_JUDGED {
                let text = serde_json::to_vec(&verdict).unwrap_or_default();
                // Where it cannot be kept, it is judged again the next time.
                if let Err(sentence) = replace(&kept.join(format!("{}.json", job.digest)), &text) {
                    progress.say(&sentence);
                }
            }
            progress.done(&job.exercise.name);
            let mut results = results.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            results.push((job.digest.clone(), verdict));
        }
    };
    thread::scope(|scope| {
        for _ in 0..options.jobs.clamp(1, jobs.len()) {
            scope.spawn(work);
        }
    });
    progress.end();
    Ok(results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}

/// What comes of one file of one student, judged now.
pub fn outcome_of(judge: &Judge<'_>, student: &str, exercise: &Exercise, text: &[u8]) -> Outcome {
    let kept = judge_one(judge, exercise, text);
    Outcome {
        student: student.to_owned(),
        exercise: exercise.name.clone(),
        state: kept.state,
        points: kept.points,
        of: points_of(exercise),
        digest: None,
        seed: kept.seed,
        contained: kept.contained,
        with_solution: kept.with_solution,
        verdict: kept.verdict,
        why: kept.why,
        seconds: kept.seconds,
    }
}

/// Whether the solution is at hand, which knows what is right for stories that nobody has seen.
fn has_solution(course: &Course, exercise: &Exercise) -> bool {
    course.root.join(format!("solutions/{}/Cargo.toml", exercise.folder())).is_file()
}

fn judge_one(judge: &Judge<'_>, exercise: &Exercise, text: &[u8]) -> Kept {
    let begun = Instant::now();
    let judged = judge.judge(exercise, text);
    let (state, points, verdict, why) = match judged {
        Ok(Judged::Verdict(verdict)) if verdict.is_fault() => {
            let why = Some("Something went wrong on this machine: see the records.".to_owned());
            (NOT_JUDGED, 0, Some(verdict.to_json()), why)
        }
        Ok(Judged::Verdict(verdict)) => {
            let points = verdict.points().map_or(0, |(points, _)| points);
            (verdict.in_short(), points, Some(verdict.to_json()), None)
        }
        Ok(Judged::Stopped(why)) => ("stopped", 0, None, Some(why)),
        Err(why) => (NOT_JUDGED, 0, None, Some(why)),
    };
    let seconds = (begun.elapsed().as_secs_f64() * 100.0).round() / 100.0;
    let (seed, contained) = (judge.seed, judge.containment.is_contained());
    let parts = judge.built.exercises.get(&exercise.name);
    let with_solution = parts.is_some_and(|it| it.reference.is_some());
    let state = state.to_owned();
    Kept { state, points, verdict, why, contained, with_solution, seed, seconds }
}

/// A digest of all that the verdicts on an exercise depend on, but for the file and the seed.
fn digest_of(course: &Course, exercise: &Exercise) -> Result<Vec<u8>> {
    let name = &exercise.name;
    let mut hasher = Sha256::new();
    hasher.update(built::rustc(course, &["-vV"])?);
    let reads = course.workspace()?.manifests.get(name).map(|it| it.reads.clone());
    let own = [
        "Cargo.lock".to_owned(),
        "crates/built_from/src".to_owned(),
        "crates/grader/src".to_owned(),
        "crates/netstack/src".to_owned(),
        format!("exercises/{}/Cargo.toml", exercise.folder()),
        format!("solutions/{}/src", exercise.folder()),
        format!("tests/{name}.rs"),
        format!("tests/{name}"),
        format!("tests/stories/{name}"),
        exercise.page(),
    ];
    let stub = course.root.join(exercise.stub());
    let mut files = Vec::new();
    for part in own.into_iter().chain(reads.into_iter().flatten()) {
        all_files(&course.root.join(part), &mut files);
    }
    // The stub is what students replace.
    let mut given = Vec::new();
    all_files(&course.root.join(format!("exercises/{}/src", exercise.folder())), &mut given);
    files.extend(given.into_iter().filter(|path| *path != stub));
    let mut snapshots = Vec::new();
    all_files(&course.root.join("tests/snapshots"), &mut snapshots);
    let prefix = format!("{name}__");
    let own = |path: &PathBuf| {
        path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&prefix))
    };
    files.extend(snapshots.into_iter().filter(own));
    for path in files {
        hasher.update(
            path.strip_prefix(&course.root).unwrap_or(&path).as_os_str().as_encoded_bytes(),
        );
        hasher.update(fs::read(&path).map_err(|error| format!("{}: {error}.", path.display()))?);
    }
    Ok(hasher.finalize().to_vec())
}

/// All files at a place, in a fixed order.
fn all_files(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        let mut entries: Vec<_> = entries.map(|entry| entry.path()).collect();
        entries.sort();
        entries.iter().for_each(|path| all_files(path, files));
    } else if path.is_file() {
        files.push(path.to_owned());
    }
}

/// How far the grading is, for whoever waits.
struct Progress {
    all: usize,
    done: AtomicUsize,
    begun: Instant,
    is_terminal: bool,
}

impl Progress {
    fn new(all: usize) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        Self { all, done: AtomicUsize::new(0), begun: Instant::now(), is_terminal }
    }

    fn done(&self, exercise: &str) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let left = self.begun.elapsed().as_secs_f64() / done as f64 * (self.all - done) as f64;
        let line = format!("{done} of {} judged ({exercise}), about {left:.0} s left", self.all);
        if self.is_terminal {
            eprint!("\r\x1b[K{line}");
            let _ = std::io::stderr().flush();
        } else if done * 10 / self.all != (done - 1) * 10 / self.all {
            eprintln!("{line}");
        }
    }

    fn say(&self, sentence: &str) {
        eprintln!("{}{sentence}", if self.is_terminal { "\r\x1b[K" } else { "" });
    }

    fn end(&self) {
        if self.is_terminal {
            eprint!("\r\x1b[K");
        }
    }
}

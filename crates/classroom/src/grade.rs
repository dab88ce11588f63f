//! Grades a class: every file that was handed in, side by side, each content once.

use std::collections::BTreeMap;
use std::fs;
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use grader::Page;
use sha2::{Digest, Sha256};
use socklings::Result;
use socklings::course::{Course, Exercise};

use crate::built::{self, Built};
use crate::class::{Class, Student};
use crate::judge::{Containment, Judge, MEMORY, STOP};
use crate::kept::{How, Kept};
use crate::pace::Pace;
use crate::result::{self, MISSING, NOT_JUDGED, Outcome};
use crate::sandbox;

/// How a class is graded.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many programs are judged side by side. As many as this machine can judge, if it is not said.
    pub jobs: Option<NonZeroUsize>,
    /// Only these exercises.
    pub exercises: Vec<String>,
    /// Another seed than the class has.
    pub seed: Option<u64>,
    /// Whether programs are contained.
    pub contained: bool,
    /// A part of all: this one, of so many.
    pub shard: Option<(usize, usize)>,
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
    let digests = digests_of(course, &chosen)?;
    // A page is read once, and not for each student.
    let points: BTreeMap<&str, u32> =
        chosen.iter().map(|it| (it.name.as_str(), points_of(it))).collect();
    let digest = |exercise: &Exercise, text: &[u8]| {
        let mut hasher = Sha256::new();
        hasher.update(&digests[&exercise.name]);
        hasher.update([u8::from(options.contained)]);
        hasher.update(seed.to_le_bytes());
        hasher.update(text);
        format!("{:x}", hasher.finalize())
    };

    let mut jobs: BTreeMap<String, Job<'_>> = BTreeMap::new();
    let mut wanted: Vec<(&Student, &Exercise, std::result::Result<String, Outcome>)> = Vec::new();
    for (row, student) in class.students.iter().enumerate() {
        for (column, exercise) in chosen.iter().enumerate() {
            // Each part has as much of each exercise: they take very different times.
            if options.shard.is_some_and(|(this, of)| (row + column) % of + 1 != this) {
                continue;
            }
            let none = |state: &str, why: Option<String>| Outcome {
                student: student.id.clone(),
                exercise: exercise.name.clone(),
                state: state.to_owned(),
                points: 0,
                of: points[exercise.name.as_str()],
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
    jobs.retain(|digest, _| match Kept::read(&path_of(&kept, digest)) {
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
            let of = points[exercise.name.as_str()];
            let never = || {
                let why = "The grading was stopped before.".to_owned();
                let with_solution = has_solution(course, exercise);
                let how = How { contained: options.contained, with_solution, seed };
                Kept::new(Err(why), Duration::ZERO, how)
            };
            let kept = verdicts.get(&digest).cloned().unwrap_or_else(never);
            Outcome {
                student: student.id.clone(),
                exercise: exercise.name.clone(),
                state: kept.state,
                points: kept.points,
                of,
                digest: Some(digest),
                seed: kept.how.seed,
                contained: kept.how.contained,
                with_solution: kept.how.with_solution,
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
    let Kept { state, points, verdict, why, seconds, how: How { with_solution, .. }, .. } = kept;
    Ok(Outcome { state, points, verdict, why, seconds, with_solution, ..before.clone() })
}

/// The exercises to judge: those of the class, or some of them.
///
/// # Errors
///
/// A sentence, if the course has one of them no more, or the class never had it.
pub fn chosen<'a>(
    course: &'a Course,
    class: &Class,
    names: &[String],
) -> Result<Vec<&'a Exercise>> {
    if let Some(other) = names.iter().find(|name| !class.exercises.contains(*name)) {
        let all = class.exercises.join(", ");
        return Err(format!(
            "{other} was not collected. The class has {all}; `classroom collect` collects more."
        ));
    }
    let names = if names.is_empty() { &class.exercises } else { names };
    names.iter().map(|name| course.exercise(name)).collect()
}

/// The points that an exercise's page names.
pub fn points_of(exercise: &Exercise) -> u32 {
    let page = Page::read(&exercise.name);
    page.map(|page| page.checks().iter().map(|(_, points)| points).sum()).unwrap_or_default()
}

fn path_of(kept: &Path, digest: &str) -> PathBuf {
    kept.join(format!("{digest}.json"))
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
    let pace = Pace::new(options.jobs, MEMORY);
    let work = || {
        loop {
            let _turn = pace.turn();
            let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
            if STOP.load(Ordering::Relaxed) {
                break;
            }
            let verdict = judge_one(&judge, job.exercise, &job.text);
            if verdict.state != NOT_JUDGED {
                // Where it cannot be kept, it is judged again the next time.
                if let Err(sentence) = verdict.write(&path_of(kept, &job.digest)) {
                    progress.say(&sentence);
                }
            }
            progress.done(&job.exercise.name);
            let mut results = results.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            results.push((job.digest.clone(), verdict));
        }
    };
    thread::scope(|scope| {
        for _ in 0..pace.most().clamp(1, jobs.len()) {
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
        seed: kept.how.seed,
        contained: kept.how.contained,
        with_solution: kept.how.with_solution,
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
    let parts = judge.built.exercises.get(&exercise.name);
    let how = How {
        contained: judge.containment.is_contained(),
        with_solution: parts.is_some_and(|it| it.reference.is_some()),
        seed: judge.seed,
    };
    Kept::new(judged, begun.elapsed(), how)
}

/// Digests of all that the verdicts on exercises depend on, but for the file and the seed: by their names.
fn digests_of(course: &Course, exercises: &[&Exercise]) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut shared = Vec::new();
    // This program too: how it judged may have been wrong.
    for part in [
        "Cargo.lock",
        "crates/built_from/src",
        "crates/classroom/src",
        "crates/grader/src",
        "crates/netstack/src",
        "crates/real/src",
    ] {
        all_files(&course.root.join(part), &mut shared);
    }
    let mut hasher = Sha256::new();
    hasher.update(built::rustc(course, &["-vV"])?);
    take_in(course, &mut hasher, shared)?;
    let mut snapshots = Vec::new();
    all_files(&course.root.join("tests/snapshots"), &mut snapshots);
    let mut digests = BTreeMap::new();
    for exercise in exercises {
        let mut hasher = hasher.clone();
        take_in(course, &mut hasher, files_of(course, exercise, &snapshots)?)?;
        digests.insert(exercise.name.clone(), hasher.finalize().to_vec());
    }
    Ok(digests)
}

/// The files that the verdicts on one exercise depend on, and not those on all.
fn files_of(course: &Course, exercise: &Exercise, snapshots: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let name = &exercise.name;
    let reads = course.workspace()?.manifests.get(name).map(|it| it.reads.clone());
    let own = [
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
    let prefix = format!("{name}__");
    let own = |path: &&PathBuf| {
        path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&prefix))
    };
    files.extend(snapshots.iter().filter(own).cloned());
    Ok(files)
}

/// Takes the names and the contents of files into a digest.
fn take_in(course: &Course, hasher: &mut Sha256, files: Vec<PathBuf>) -> Result<()> {
    for path in files {
        hasher.update(
            path.strip_prefix(&course.root).unwrap_or(&path).as_os_str().as_encoded_bytes(),
        );
        hasher.update(fs::read(&path).map_err(|error| format!("{}: {error}.", path.display()))?);
    }
    Ok(())
}

/// All files at a place, in a fixed order.
pub fn all_files(path: &Path, files: &mut Vec<PathBuf>) {
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

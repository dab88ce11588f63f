//! Says what is missing in the course: the rules that every exercise keeps. What can be tried is
//! tried.

use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use anstream::{eprintln, println};
use grader::{Description, Outcome, Record};
use socklings::Result;
use socklings::course::{Course, Exercise};
use socklings::manifest::SHARED;

use crate::built::{self, Built, Package};
use crate::files::Files;
use crate::{figures, pages};

/// How many known mistakes an exercise has at least.
const MISTAKES: usize = 6;

/// Says what is missing, a line each: in the named exercises, or in all. The solutions are judged
/// only if `solutions` says so, as `cargo test` does it too.
pub fn check(course: &Course, names: &[&str], solutions: bool) -> Result<ExitCode> {
    let chosen: Vec<_> = match names {
        [] => course.exercises.iter().collect(),
        names => names.iter().map(|name| course.exercise(name)).collect::<Result<_>>()?,
    };
    let mut missing = Vec::new();
    if chosen.is_empty() {
        missing.push("exercises/: there is no exercise".to_owned());
    }
    let manifests = &course.workspace()?.manifests;
    let mut all = Vec::new();
    for exercise in chosen {
        match manifests.get(&exercise.name) {
            Some(manifest) => all.push(Files { course, exercise, manifest }),
            None => missing.push(format!(
                "exercises/{}/Cargo.toml: its package is not named `{}`",
                exercise.folder(),
                exercise.name
            )),
        }
    }
    let mut folders: Vec<_> = all.iter().map(Files::package).collect();
    if solutions {
        folders.extend(all.iter().filter(|files| files.has_solution()).map(Files::solution));
    }
    eprintln!("Building …");
    let built = built::build(course, &folders)?;
    for lines in judge(&all, &built, solutions) {
        missing.extend(lines);
    }
    missing.extend(pages::of_the_book(course)?);
    missing.extend(figures::stale(course).iter().map(ToString::to_string));
    for line in &missing {
        println!("{line}");
    }
    if missing.is_empty() {
        let count = all.len();
        let exercises = if count == 1 { "exercise" } else { "exercises" };
        println!("{count} {exercises}, and nothing is missing.");
    }
    Ok(ExitCode::from(u8::from(!missing.is_empty())))
}

/// What is missing in each exercise. As many are judged beside each other as there are processors.
fn judge(all: &[Files<'_>], built: &Built, solutions: bool) -> Vec<Vec<String>> {
    let next = Mutex::new(all.iter().enumerate());
    let work = || {
        let take = || next.lock().expect("nobody panics here").next();
        let judged = std::iter::from_fn(take)
            .map(|(place, files)| (place, Inspection { files, built, solutions }.missing()));
        judged.collect::<Vec<_>>()
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut judged: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    judged.sort();
    judged.into_iter().map(|(_, missing)| missing).collect()
}

/// Looks at one exercise.
struct Inspection<'a> {
    files: &'a Files<'a>,
    built: &'a Built,
    solutions: bool,
}

impl Inspection<'_> {
    fn exercise(&self) -> &Exercise {
        self.files.exercise
    }

    fn missing(&self) -> Vec<String> {
        let mut missing = self.files.missing();
        let stub = self.built.package(&self.files.package());
        // Where there is none, the compiler says why.
        let description = stub.is_ready().then(|| stub.description()).transpose();
        let description = description.unwrap_or_else(|sentence| {
            missing.push(format!("{}: {sentence}", self.files.test()));
            None
        });
        if let Some(description) = &description {
            missing.extend(self.mistakes(description));
        }
        missing.extend(pages::missing(self.exercise(), description.as_ref()));
        missing.extend(self.compiled(&self.files.package(), stub));
        missing.extend(self.reads(stub));
        missing.extend(self.not_started(stub));
        if self.solutions && self.files.has_solution() {
            let solution = self.built.package(&self.files.solution());
            missing.extend(self.compiled(&self.files.solution(), solution));
            missing.extend(self.unnamed(solution));
            missing.extend(self.passes(solution));
        }
        missing
    }

    /// Each known mistake is a file and has a rule.
    fn mistakes(&self, description: &Description) -> Vec<String> {
        let folder = format!("tests/mistakes/{}", self.exercise().name);
        let test = self.files.test();
        let mut missing = Vec::new();
        let files = self.files.mistakes();
        if files.len() < MISTAKES {
            let count = files.len();
            let known = if count == 1 { "known mistake" } else { "known mistakes" };
            missing.push(format!("{folder}: {count} {known}; there should be {MISTAKES}"));
        }
        let has_a_rule = |file: &&String| description.mistakes().any(|name| name == *file);
        for mistake in files.iter().filter(|file| !has_a_rule(file)) {
            missing.push(format!("{test}: no rule for the mistake {mistake}"));
        }
        let covered = self.files.covered();
        for space in covered.iter().filter(|name| !description.spaces.contains(name)) {
            let name = &self.exercise().name;
            missing.push(format!(
                "tests/snapshots/{name}__{space}.snap: {test} has no such space; delete it"
            ));
        }
        for value in &description.without_a_story {
            missing.push(format!("{test}: no story has this value: {value}"));
        }
        for mistake in description.mistakes().filter(|name| !files.contains(*name)) {
            missing.push(format!("{folder}/{mistake}.rs: missing; {test} has a rule for it"));
        }
        missing
    }

    /// What the compiler said of a package. A test that is not there has not been compiled.
    fn compiled(&self, folder: &str, package: &Package) -> Vec<String> {
        let mut missing = package.said.clone();
        if missing.is_empty() && !package.is_ready() {
            missing.push(format!(
                "{folder}: it cannot be built; `cargo test --no-run` there says why"
            ));
        }
        missing
    }

    /// What an exercise is built from is its own, or its manifest names it: a verdict that is kept
    /// depends on it.
    fn reads(&self, stub: &Package) -> Vec<String> {
        let Exercise { name, .. } = self.exercise();
        let own = [
            format!("{}/", self.files.package()),
            format!("tests/{name}.rs"),
            format!("tests/{name}/"),
            format!("tests/stories/{name}/"),
        ];
        let named = own.iter().chain(&self.files.manifest.reads).map(String::as_str);
        let named: Vec<_> = named.chain(SHARED).collect();
        let is_named = |file: &&String| named.iter().any(|place| file.starts_with(place));
        let sources = stub.sources(self.files.course);
        let unnamed = sources.iter().filter(|file| !is_named(file));
        let manifest = format!("{}/Cargo.toml", self.files.package());
        unnamed
            .map(|file| format!("{manifest}: no {file} in `reads`, and it is built from it"))
            .collect()
    }

    /// Every check finds the stub not started.
    fn not_started(&self, stub: &Package) -> Vec<String> {
        // Somebody works on it, or there is nothing yet that it could be compared with.
        if !stub.is_ready() || !self.files.unpinned().is_empty() {
            return Vec::new();
        }
        let file = self.exercise().stub();
        if self.files.is_edited() {
            eprintln!(
                "{file} is not the stub any more, so it was not tried whether it is not started."
            );
            return Vec::new();
        }
        outcomes(&file, stub, Outcome::NotStarted, "not started")
    }

    /// Every known mistake's file is a part of the program that makes them.
    fn unnamed(&self, solution: &Package) -> Vec<String> {
        let folder = format!("tests/mistakes/{}", self.exercise().name);
        let sources = solution.sources(self.files.course);
        let mistakes = self.files.mistakes().into_iter();
        let unnamed = mistakes.filter(|name| !sources.contains(&format!("{folder}/{name}.rs")));
        unnamed.map(|name| format!("{folder}/main.rs: it does not name {name}")).collect()
    }

    /// The solution passes every check.
    fn passes(&self, solution: &Package) -> Vec<String> {
        if !solution.is_ready() || !self.files.is_solved() || !self.files.unpinned().is_empty() {
            return Vec::new();
        }
        outcomes(&self.files.solution(), solution, Outcome::Passed, "passed")
    }
}

/// A line for each check that did not come to what it should. Where the machine could not make one, it is
/// asked once more: that says nothing about the program.
fn outcomes(place: &str, package: &Package, expected: Outcome, name: &str) -> Vec<String> {
    let mut others = package.other_than(expected);
    if let Ok(records) = &others
        && let Some(fault) = records.iter().find(|record| record.outcome == Outcome::Fault)
    {
        eprintln!("{place}: once more, as {}", told(fault));
        others = package.other_than(expected);
    }
    match others {
        Ok(records) => {
            let line = |record| format!("{place}: not `{name}`: {}", told(record));
            records.iter().map(line).collect()
        }
        Err(sentence) => vec![format!("{place}: {sentence}")],
    }
}

fn told(record: &Record) -> String {
    format!("{}: {}", record.check, record.text().to_string().trim_end())
}

//! Says what is missing in the course: the rules that every exercise keeps.

use std::collections::BTreeSet;
use std::fs;
use std::process::ExitCode;

use anstream::println;
use grader::{Page, id_of};
use socklings::Result;
use socklings::course::{Course, Exercise};

use crate::figures;

/// The sections that every page has, by their ids, in the order in which they stand.
const SECTIONS: [&str; 10] = [
    "story",
    "figure",
    "predict",
    "task",
    "run",
    "graded",
    "differs",
    "kernel",
    "questions",
    "hints",
];

/// How many known mistakes an exercise has at least.
const MISTAKES: usize = 6;

/// How many hints an exercise has.
const HINTS: usize = 3;

/// Says what is missing in the course, a line each.
pub fn check(course: &Course) -> Result<ExitCode> {
    let mut missing = Vec::new();
    if course.exercises.is_empty() {
        missing.push("exercises/: there is no exercise".to_owned());
    }
    for exercise in &course.exercises {
        missing.extend(Inspection { course, exercise }.missing());
    }
    missing.extend(pages(course)?);
    missing.extend(figures::stale(course).iter().map(ToString::to_string));
    for line in &missing {
        println!("{line}");
    }
    if missing.is_empty() {
        println!("{} exercises, and nothing is missing.", course.exercises.len());
    }
    Ok(ExitCode::from(u8::from(!missing.is_empty())))
}

/// Whether the book's pages are all in the table of contents, and all that they include is there.
fn pages(course: &Course) -> Result<Vec<String>> {
    let folder = course.root.join("book/src");
    let summary = crate::read(&folder.join("SUMMARY.md"))?;
    let mut missing = Vec::new();
    let pages = fs::read_dir(&folder).map_err(|error| format!("book/src: {error}"))?;
    let mut pages: Vec<_> = pages.flatten().map(|page| page.path()).collect();
    pages.sort();
    for path in pages.iter().filter(|path| path.extension().is_some_and(|end| end == "md")) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let text = crate::read(path)?;
        if name != "SUMMARY.md" && !summary.contains(&format!("({name})")) {
            missing.push(format!("book/src/SUMMARY.md: no link to {name}"));
        }
        let includes = text.split("{{#include ").skip(1);
        for include in includes.filter_map(|rest| rest.split("}}").next()) {
            let (file, anchor) = include.split_once(':').unwrap_or((include, ""));
            let Ok(included) = fs::read_to_string(folder.join(file)) else {
                missing.push(format!("book/src/{name}: it includes {file}, which is not there"));
                continue;
            };
            let has = |word: &str| included.contains(&format!("{word}: {anchor}\n"));
            let is_anchor = anchor.starts_with(|c: char| c.is_alphabetic());
            if is_anchor && !(has("ANCHOR") && has("ANCHOR_END")) {
                missing.push(format!("book/src/{name}: {file} has no anchor {anchor}"));
            }
        }
    }
    Ok(missing)
}

/// Looks at one exercise.
struct Inspection<'a> {
    course: &'a Course,
    exercise: &'a Exercise,
}

impl Inspection<'_> {
    fn missing(&self) -> Vec<String> {
        let name = &self.exercise.name;
        let folder = self.exercise.folder();
        let mut missing = Vec::new();
        let mut files = vec![self.graded(), format!("tests/mistakes/{name}/main.rs")];
        // A course may be handed out without its solutions.
        let tops = ["exercises", "solutions"].into_iter();
        for top in tops.filter(|top| self.course.root.join(top).is_dir()) {
            for file in ["Cargo.toml", "src/main.rs", &format!("src/{name}.rs")] {
                files.push(format!("{top}/{folder}/{file}"));
            }
        }
        let absent = files.iter().filter(|file| !self.course.root.join(file).is_file());
        missing.extend(absent.map(|file| format!("{file}: missing")));
        let stub = self.text(&self.exercise.stub());
        if !self.is_edited() && !stub.contains("todo!(") {
            missing.push(format!("{}: a stub has a `todo!`", self.exercise.stub()));
        }
        let solution = format!("solutions/{folder}/src/{name}.rs");
        if self.text(&solution).contains("todo!(") {
            missing.push(format!("{solution}: a `todo!` is still there"));
        }
        missing.extend(self.snapshots());
        missing.extend(self.page());
        missing
    }

    /// The graded test: a file, or the first file of a folder.
    fn graded(&self) -> String {
        let name = &self.exercise.name;
        let folder = format!("tests/{name}/main.rs");
        if self.course.root.join(&folder).is_file() { folder } else { format!("tests/{name}.rs") }
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.course.root.join(file)).unwrap_or_default()
    }

    /// Whether somebody has begun to solve the exercise: the stub is not the committed one.
    fn is_edited(&self) -> bool {
        let mut git = std::process::Command::new("git");
        let git = git.args(["diff", "--quiet", "HEAD", "--", &self.exercise.stub()]);
        let status = git.current_dir(&self.course.root).output();
        status.is_ok_and(|output| output.status.code() == Some(1))
    }

    /// Every story has a snapshot, and every snapshot a story.
    fn snapshots(&self) -> Vec<String> {
        let name = &self.exercise.name;
        let stories = self.names(&format!("tests/stories/{name}"), "", ".story");
        let mut snapshots = self.names("tests/snapshots", &format!("{name}__"), ".snap");
        snapshots.remove("generated");
        let update = format!("INSTA_UPDATE=always cargo test -p {name}-solution");
        let unpinned = stories.difference(&snapshots).map(|story| {
            format!("tests/stories/{name}/{story}.story: no snapshot; `{update}` makes it")
        });
        let left = snapshots.difference(&stories).map(|snapshot| {
            format!("tests/snapshots/{name}__{snapshot}.snap: there is no such story; delete it")
        });
        unpinned.chain(left).collect()
    }

    /// The files in a folder that begin and end so, without that.
    fn names(&self, folder: &str, begins: &str, ends: &str) -> BTreeSet<String> {
        let files = fs::read_dir(self.course.root.join(folder)).into_iter().flatten().flatten();
        let names = files.filter_map(|file| file.file_name().into_string().ok());
        names
            .filter_map(|name| Some(name.strip_prefix(begins)?.strip_suffix(ends)?.to_owned()))
            .collect()
    }

    /// The page has its sections, and words for every check and every known mistake.
    fn page(&self) -> Vec<String> {
        let name = &self.exercise.name;
        let path = self.exercise.page();
        let page = match Page::read(name) {
            Ok(page) => page,
            Err(sentence) => return vec![sentence],
        };
        let mut missing = Vec::new();
        let top: Vec<_> = page.sections.iter().map(|section| section.id.as_str()).collect();
        let top: Vec<_> = top.into_iter().filter(|id| SECTIONS.contains(id)).collect();
        for id in SECTIONS.iter().filter(|id| !top.contains(id)) {
            missing.push(format!("{path}: no section {{#{id}}}"));
        }
        if missing.is_empty() && top != SECTIONS {
            missing
                .push(format!("{path}: the sections stand in this order: {}", SECTIONS.join(", ")));
        }
        let is_empty = |id: &&&str| {
            let words = page.section(id).is_some_and(|section| !section.paragraphs.is_empty());
            !words && page.parts(id).next().is_none()
        };
        for id in top.iter().filter(is_empty) {
            missing.push(format!("{path}: no words under {{#{id}}}"));
        }
        let ids = page.sections.iter().filter(|section| section.id.is_empty());
        missing.extend(ids.map(|section| format!("{path}: `{}` has no id", section.heading)));
        let mut seen = BTreeSet::new();
        let twice = page.sections.iter().filter(|section| !seen.insert(&section.id));
        missing.extend(twice.map(|section| format!("{path}: the id {} stands twice", section.id)));

        let graded = self.graded();
        let tests = self.text(&graded);
        let checks = tests.split("#[points(").skip(1);
        let checks = checks.filter_map(|rest| rest.split("fn ").nth(1)?.split('(').next());
        let checks: Vec<_> = checks.map(id_of).collect();
        let folder = format!("tests/mistakes/{name}");
        let mut mistakes = self.names(&folder, "", ".rs");
        mistakes.remove("main");
        if mistakes.len() < MISTAKES {
            let count = mistakes.len();
            missing.push(format!("{folder}: {count} known mistakes; there should be {MISTAKES}"));
        }
        let main = self.text(&format!("{folder}/main.rs"));
        for mistake in &mistakes {
            let word = |text: &str| {
                let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                words.any(|word| word == mistake)
            };
            if !word(&main) {
                missing.push(format!("{folder}/main.rs: it does not name {mistake}"));
            }
            if !word(&tests) {
                missing.push(format!("{graded}: no rule for the mistake {mistake}"));
            }
        }
        let described =
            [("graded", checks), ("differs", mistakes.iter().map(|m| id_of(m)).collect())];
        for (section, ids) in described {
            let there: Vec<_> = page.parts(section).map(|part| &part.id).collect();
            for id in ids.iter().filter(|id| !there.contains(id)) {
                missing.push(format!("{path}: no part {{#{id}}} in {{#{section}}}"));
            }
            for id in there.iter().filter(|id| !ids.contains(id)) {
                missing.push(format!("{path}: {{#{id}}} in {{#{section}}} describes nothing"));
            }
        }
        for part in page.parts("graded").chain(page.parts("differs")) {
            if part.paragraphs.is_empty() {
                missing.push(format!("{path}: no words under {{#{}}}", part.id));
            }
        }
        let hints = page.hints();
        if hints.len() != HINTS || hints.iter().any(|hint| hint.paragraphs.is_empty()) {
            missing.push(format!(
                "{path}: {} hints; there should be {HINTS}, all with words",
                hints.len()
            ));
        }
        missing
    }
}

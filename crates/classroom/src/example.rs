//! Writes a made-up class, as `collect` takes it: to try the tools before there is a real one, to see that the
//! known mistakes are told by the same names as at the desk, and to measure.
//!
//! Without a number, each known mistake is one student, called as the mistake is; `right` has the solutions,
//! and `stub` has changed nothing. With a number, there are so many students, and each has all exercises.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use socklings::Result;
use socklings::course::{Course, Exercise};

/// The answers to one exercise.
struct Answers {
    right: Vec<String>,
    wrong: Vec<String>,
    stub: String,
}

/// Writes the class: what to say of it. `more` are folders with an exercise's name, with more answers:
/// `right_….rs` and `wrong_….rs`.
///
/// # Errors
///
/// A sentence, if something is missing, or cannot be written.
pub fn example(
    course: &Course,
    chosen: &[&Exercise],
    number: Option<usize>,
    more: Option<&Path>,
    to: &Path,
) -> Result<String> {
    if to.exists() {
        return Err(format!("{} is there already. Name a new folder.", to.display()));
    }
    let mut written = 0;
    let mut hand_in = |student: &str, exercise: &Exercise, text: &str| {
        written += 1;
        let path = to.join(student).join(format!("{}.rs", exercise.name));
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(to))?;
            fs::write(&path, text)
        };
        write().map_err(|error: std::io::Error| format!("{}: {error}.", path.display()))
    };
    for exercise in chosen {
        let Some(number) = number else {
            hand_in("right", exercise, &solution(course, exercise)?)?;
            hand_in("stub", exercise, &read(&course.root.join(exercise.original()))?)?;
            for (name, text) in known_mistakes(course, exercise)? {
                hand_in(&name, exercise, &text)?;
            }
            continue;
        };
        let answers = answers(course, exercise, more)?;
        for student in 1..=number {
            let name = format!("student-{student:03}");
            match text(&answers, student) {
                // Whoever has not begun has changed nothing.
                None => hand_in(&name, exercise, &answers.stub)?,
                Some(text) => hand_in(&name, exercise, &format!("{text}\n// {name}\n"))?,
            }
        }
    }
    Ok(format!("{written} files were written, to {}.\n", to.display()))
}

/// What this student has written: of ten, five have a right answer, four a wrong one, and one has not begun.
fn text(answers: &Answers, student: usize) -> Option<&String> {
    let (ten, one) = (student / 10, student % 10);
    match one {
        0 => None,
        1..=5 => answers.right.iter().cycle().nth(ten * 5 + one - 1),
        _ => answers.wrong.iter().cycle().nth(ten * 4 + one - 6),
    }
}

fn answers(course: &Course, exercise: &Exercise, more: Option<&Path>) -> Result<Answers> {
    let wrong = known_mistakes(course, exercise)?.into_values().collect();
    let stub = read(&course.root.join(exercise.original()))?;
    let mut answers = Answers { right: vec![solution(course, exercise)?], wrong, stub };
    let folder = more.map(|more| more.join(&exercise.name));
    for path in files(folder.as_deref()) {
        match path.file_stem().unwrap_or_default().to_str() {
            Some(name) if name.starts_with("right_") => answers.right.push(read(&path)?),
            Some(name) if name.starts_with("wrong_") => answers.wrong.push(read(&path)?),
            _ => {}
        }
    }
    Ok(answers)
}

fn solution(course: &Course, exercise: &Exercise) -> Result<String> {
    let file = exercise.solution();
    read(&course.root.join(file))
}

/// The known mistakes by their names, each as the one file that a student would hand in.
///
/// # Errors
///
/// A sentence, if the folder is missing.
pub fn known_mistakes(course: &Course, exercise: &Exercise) -> Result<BTreeMap<String, String>> {
    let name = &exercise.name;
    let folder = course.root.join("tests/mistakes").join(name);
    let main = read(&folder.join("main.rs"))?;
    let (before, list) = main.split_once("\nmistakes! {").unwrap_or_default();
    let after = list.split_once("\n}").unwrap_or_default().1;
    let shared = inside(&format!("{}{}", items(&without_exercises(before)), items(after)), name);
    let right = match shared.contains("\nmod right {") {
        true => String::new(),
        false => format!("mod right {{\n{}\n}}\n", inside(&solution(course, exercise)?, name)),
    };
    let given = if shared.contains("given::") { "use crate::given;\n" } else { "" };
    // A path such as `Talk::wants` finds what a type has itself, and not what it has through another one.
    let itself = match name.as_str() {
        "one_program" => TALK,
        "host" => COPIES,
        _ => "",
    };
    let mut mistakes = BTreeMap::new();
    for path in files(Some(&folder)) {
        let mistake = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // One that is made in another exercise's file is nothing that can be handed in here.
        if mistake == "main" || main.contains(&format!("unless(\"{mistake}\"")) {
            continue;
        }
        let wrong = inside(&read(&path)?, name);
        let text = format!(
            "{given}{shared}\n{right}\nmod wrong {{\n{wrong}\n}}\n\npub use wrong::*;\n{itself}"
        );
        mistakes.insert(mistake, text);
    }
    Ok(mistakes)
}

/// The same without the module `exercises`: a student's program has another one.
fn without_exercises(text: &str) -> String {
    let (before, module) = text.split_once("\nmod exercises {").unwrap_or((text, ""));
    let after = module.split_once("\n}\n").unwrap_or_default().1;
    format!("{before}\n{after}")
}

/// What one program of mistakes shares: all items but the modules that are files.
fn items(text: &str) -> String {
    let is_one = |line: &&str| {
        let is_module = line.starts_with("mod ") && line.ends_with(';');
        let is_about_one = line.starts_with("#[path") || line.starts_with("#[macro_use]");
        // What describes a module or the file would be left alone.
        let is_described = line.starts_with("//");
        !(is_module || is_about_one || is_described)
    };
    text.lines().filter(is_one).map(|line| format!("{line}\n")).collect()
}

/// The same text where it is not the top of a program, but in the module of a student's file.
fn inside(text: &str, module: &str) -> String {
    let mut parts = text.split("crate::");
    let mut moved = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // What is given, and the other exercises' files are where they were.
        let moved_to = part.strip_prefix("files::").map(|it| format!("exercises::{it}"));
        let part = moved_to.as_deref().unwrap_or(part);
        let is_there = ["given", "exercises::"].iter().any(|it| part.starts_with(it));
        let place = if is_there { "" } else { module };
        moved += "crate::";
        moved += place;
        moved += if place.is_empty() { "" } else { "::" };
        moved += part;
    }
    moved
}

const COPIES: &str = "
use crate::exercises;
pub use right::Copies;
";

const TALK: &str = "
pub struct Talk(wrong::Talk);

impl Talk {
    pub fn new() -> Self {
        Self(wrong::Talk::new())
    }

    pub fn wants(&self) -> crate::given::Wants {
        self.0.wants()
    }

    pub fn readable(&mut self, socket: &std::net::TcpStream) -> std::io::Result<()> {
        self.0.readable(socket)
    }

    pub fn writable(&mut self, socket: &std::net::TcpStream) -> std::io::Result<()> {
        self.0.writable(socket)
    }

    pub fn is_over(&self) -> bool {
        self.0.is_over()
    }
}
";

/// The files of Rust in a folder, in a fixed order.
fn files(folder: Option<&Path>) -> Vec<PathBuf> {
    let entries = folder.and_then(|it| fs::read_dir(it).ok()).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|it| it == "rs"));
    files.sort();
    files
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}.", path.display()))
}

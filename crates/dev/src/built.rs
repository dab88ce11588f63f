//! What cargo and the graded tests say of the exercises' packages. What is claimed of them is tried
//! here: that a stub compiles without a warning and is not started, and that a solution passes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use grader::{Description, Outcome, Record};
use serde_json::Value;
use socklings::Result;
use socklings::course::Course;

/// What cargo made of some packages, each named by its folder: `exercises/06_accept`.
#[derive(Debug, Default)]
pub struct Built {
    packages: BTreeMap<String, Package>,
}

/// What cargo made of one package.
#[derive(Debug, Default)]
pub struct Package {
    /// The compiler's warnings and errors, a line each.
    pub said: Vec<String>,
    /// Its folder.
    folder: PathBuf,
    /// Its programs, by their names.
    programs: BTreeMap<String, PathBuf>,
    /// Its graded test, if it compiles.
    test: Option<PathBuf>,
}

/// Has cargo build the programs and graded tests of these folders.
///
/// # Errors
///
/// What cargo says, if it can't even begin.
pub fn build(course: &Course, folders: &[String]) -> Result<Built> {
    let mut built = Built::default();
    if folders.is_empty() {
        return Ok(built);
    }
    let mut cargo = course.cargo();
    cargo.args(["build", "--bins", "--tests", "--keep-going", "--message-format", "json"]);
    for folder in folders {
        cargo.args(["--package", &package_name(folder)]);
    }
    let output = cargo.output().map_err(|error| format!("cargo cannot be started: {error}"))?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let messages = messages.lines().filter_map(|line| serde_json::from_str(line).ok());
    messages.for_each(|message| built.take(course, &message));
    if output.status.success() {
        return Ok(built);
    }
    // What they all need may not compile. Then nothing else is worth a word.
    let others = built.packages.iter().filter(|(folder, _)| !folders.contains(folder));
    let errors =
        others.flat_map(|(_, package)| &package.said).filter(|line| line.contains(": error: "));
    let mut errors: Vec<_> = errors.cloned().collect();
    if errors.is_empty() && built.packages.values().all(|package| package.said.is_empty()) {
        errors.push(format!("Cargo says:\n{}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    match errors.is_empty() {
        true => Ok(built),
        false => Err(format!("The course cannot be built. {}", errors.join("\n"))),
    }
}

/// `accept` for `exercises/06_accept`, `accept-solution` for `solutions/06_accept`.
fn package_name(folder: &str) -> String {
    let (top, name) = folder.split_once('/').unwrap_or_default();
    let (_, name) = name.split_once('_').unwrap_or_default();
    if top == "solutions" { format!("{name}-solution") } else { name.to_owned() }
}

impl Built {
    /// What cargo made of the package in this folder: of some, nothing.
    pub fn package(&self, folder: &str) -> &Package {
        static NOTHING: LazyLock<Package> = LazyLock::new(Package::default);
        self.packages.get(folder).unwrap_or(&NOTHING)
    }

    /// Takes in one of cargo's messages.
    fn take(&mut self, course: &Course, message: &Value) {
        let manifest = Path::new(message["manifest_path"].as_str().unwrap_or_default());
        let folder = manifest.parent().unwrap_or(manifest);
        let package = self.packages.entry(course.shown(folder).replace('\\', "/")).or_default();
        package.folder = folder.to_owned();
        let (kind, target) = (&message["target"]["kind"][0], &message["target"]["name"]);
        match message["reason"].as_str() {
            Some("compiler-message") => package.said.extend(said(&message["message"])),
            Some("compiler-artifact") => {
                let Some(program) = message["executable"].as_str().map(PathBuf::from) else {
                    return;
                };
                if kind == "test" {
                    package.test = Some(program);
                } else if let Some(name) = target.as_str() {
                    package.programs.insert(name.to_owned(), program);
                }
            }
            _ => {}
        }
    }
}

/// `exercises/06_accept/src/accept.rs:12: warning: unused variable: `table``. A message without a
/// place only counts the others.
fn said(message: &Value) -> Option<String> {
    let spans = message["spans"].as_array()?;
    let place = spans.iter().find(|span| span["is_primary"] == true)?;
    let (file, line) = (place["file_name"].as_str()?, &place["line_start"]);
    let (level, words) = (message["level"].as_str()?, message["message"].as_str()?);
    Some(format!("{file}:{line}: {level}: {words}"))
}

impl Package {
    /// Whether its graded test can be run.
    pub fn is_ready(&self) -> bool {
        self.test.is_some()
    }

    /// What its graded test holds.
    ///
    /// # Errors
    ///
    /// A sentence, if the test doesn't say.
    pub fn description(&self) -> Result<Description> {
        let text = self.tell("SOCKLINGS_DESCRIBE")?;
        let value = serde_json::from_str(&text).ok();
        value.as_ref().and_then(Description::from_json).ok_or_else(|| {
            "the graded test does not describe itself: is it made by `grader::checks!`?".to_owned()
        })
    }

    /// What its graded test says of its program.
    ///
    /// # Errors
    ///
    /// A sentence, if the test can't be run.
    pub fn records(&self) -> Result<Vec<Record>> {
        grader::parse_records(&self.tell("SOCKLINGS_RECORDS")?)
    }

    /// The checks that did not come to this, each with what it came to. One that cannot be made on
    /// this machine is none of them.
    ///
    /// # Errors
    ///
    /// A sentence, if the test can't be run.
    pub fn other_than(&self, expected: Outcome) -> Result<Vec<Record>> {
        let mut records = self.records()?;
        if records.is_empty() {
            return Err("the graded test has no check".to_owned());
        }
        records.retain(|record| ![expected, Outcome::NotChecked].contains(&record.outcome));
        Ok(records)
    }

    /// Runs the graded test, and gives back what it wrote to the file that a variable names.
    fn tell(&self, variable: &str) -> Result<String> {
        let test = self.test.as_ref().ok_or("the graded test does not compile")?;
        let file = tempfile::NamedTempFile::new()
            .map_err(|error| format!("no temporary file can be made: {error}"))?;
        // As cargo runs it.
        let mut command = Command::new(test);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        // What proves the grader itself is no matter of this program.
        command.args(["--skip", "reference::"]).env(variable, file.path());
        for other in ["SOCKLINGS_PROGRAM", "SOCKLINGS_REFERENCE", "SOCKLINGS_SEED"] {
            command.env_remove(other);
        }
        command
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("{}: {error}", test.display()))?;
        fs::read_to_string(file.path()).map_err(|error| format!("{}: {error}", test.display()))
    }

    /// The files of the course that its programs and its test are built from (rustc's dep-info).
    pub fn sources(&self, course: &Course) -> Vec<String> {
        let programs = self.programs.values().chain(&self.test);
        let lists =
            programs.filter_map(|program| fs::read_to_string(program.with_extension("d")).ok());
        let sources = lists.flat_map(|list| sources_in(&list));
        let sources: BTreeSet<_> =
            sources.map(|file| course.shown(&plain(&course.root.join(file)))).collect();
        sources.into_iter().map(|file| file.replace('\\', "/")).collect()
    }
}

/// The files behind the colon: `target: one two`. A space in a name has a backslash before it.
fn sources_in(list: &str) -> Vec<String> {
    let files = list.lines().next().and_then(|line| line.split_once(": ")).unwrap_or_default().1;
    let files = files.replace("\\ ", "\0");
    files.split_whitespace().map(|file| file.replace('\0', " ")).collect()
}

/// A path without `..`. The files that it names may be gone, so the system is not asked.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

//! The files of one exercise: what must be there, and what must not be left.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use socklings::Result;
use socklings::course::{Course, Exercise};
use socklings::manifest::Manifest;

/// How the snapshots of covering stories begin.
const COVERS: &str = "covers_";

/// Reads a file of the course.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The files of one exercise.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    pub course: &'a Course,
    pub exercise: &'a Exercise,
    pub manifest: &'a Manifest,
}

impl Files<'_> {
    /// `solutions/06_accept`
    pub fn solution(&self) -> String {
        format!("solutions/{}", self.exercise.folder())
    }

    /// `exercises/06_accept`
    pub fn package(&self) -> String {
        format!("exercises/{}", self.exercise.folder())
    }

    /// The graded test, from the top folder: `tests/accept.rs` or `tests/accept/main.rs`.
    pub fn test(&self) -> String {
        let name = &self.exercise.name;
        let own = self.manifest.test.as_ref().and_then(|path| path.canonicalize().ok());
        match own {
            Some(path) => self.course.shown(&path).replace('\\', "/"),
            None => format!("tests/{name}.rs"),
        }
    }

    /// Whether there is a solution, which cargo can build.
    pub fn has_solution(&self) -> bool {
        self.path(&self.solution()).join("Cargo.toml").is_file()
    }

    /// What is missing, a line each.
    pub fn missing(&self) -> Vec<String> {
        let name = &self.exercise.name;
        let mut files =
            vec![self.test(), self.pristine(), format!("tests/mistakes/{name}/main.rs")];
        // A teacher may hand the course out without its solutions.
        let solution = Some(self.solution()).filter(|_| self.path("solutions").is_dir());
        for folder in [Some(self.package()), solution].into_iter().flatten() {
            for file in ["Cargo.toml", "src/main.rs", &format!("src/{name}.rs")] {
                files.push(format!("{folder}/{file}"));
            }
        }
        let absent = files.iter().filter(|file| !self.path(file).is_file());
        let mut missing: Vec<_> = absent.map(|file| format!("{file}: missing")).collect();
        let stub = self.exercise.stub();
        let pristine = self.pristine();
        if !self.text(&pristine).contains("todo!(") {
            missing.push(format!("{pristine}: a stub has a `todo!`"));
        }
        // Elsewhere somebody may have solved the exercise.
        if self.is_edited() && std::env::var_os("CI").is_some() {
            missing.push(format!(
                "{stub} differs from {pristine}; `cargo run -p dev -- stubs` copies it"
            ));
        }
        if !self.is_solved() {
            let solution = self.solution();
            missing.push(format!("{solution}/src/{name}.rs: a `todo!` is still there"));
        }
        for file in self.manifest.reads.iter().filter(|file| !self.path(file).exists()) {
            missing.push(format!(
                "{}/Cargo.toml: it reads {file}, which is not there",
                self.package()
            ));
        }
        missing.extend(self.snapshots());
        missing
    }

    /// Whether nothing is left to be written in the solution.
    pub fn is_solved(&self) -> bool {
        !self.text(&format!("{}/src/{}.rs", self.solution(), self.exercise.name)).contains("todo!(")
    }

    /// The stub as it is put back, from the top folder.
    pub fn pristine(&self) -> String {
        self.exercise.original()
    }

    /// Whether somebody has begun to solve the exercise: the stub is not the one that is put back.
    pub fn is_edited(&self) -> bool {
        self.text(&self.exercise.stub()) != self.text(&self.pristine())
    }

    /// The stories that have no snapshot yet.
    pub fn unpinned(&self) -> Vec<String> {
        let snapshots = self.pinned();
        let stories = self.names(&format!("tests/stories/{}", self.exercise.name), "", ".story");
        stories.difference(&snapshots).cloned().collect()
    }

    fn pinned(&self) -> BTreeSet<String> {
        self.names("tests/snapshots", &format!("{}__", self.exercise.name), ".snap")
    }

    /// The snapshots of the stories that cover its input spaces.
    pub fn covered(&self) -> BTreeSet<String> {
        self.pinned().into_iter().filter(|name| name.starts_with(COVERS)).collect()
    }

    /// Every story has a snapshot, and every snapshot a story.
    fn snapshots(&self) -> Vec<String> {
        let name = &self.exercise.name;
        let update = format!("INSTA_UPDATE=always cargo test -p {name}-solution snapshots");
        let stories = self.names(&format!("tests/stories/{name}"), "", ".story");
        let mut snapshots = self.pinned();
        let has_generated = snapshots.remove("generated");
        // The graded test knows its spaces.
        snapshots.retain(|name| !name.starts_with(COVERS));
        let unpinned = stories.difference(&snapshots).map(|story| {
            format!("tests/stories/{name}/{story}.story: no snapshot; `{update}` makes it")
        });
        let left = snapshots.difference(&stories).map(|snapshot| {
            format!("tests/snapshots/{name}__{snapshot}.snap: there is no such story; delete it")
        });
        let mut missing: Vec<_> = unpinned.chain(left).collect();
        if self.manifest.is_model && !has_generated {
            missing.push(format!(
                "tests/snapshots/{name}__generated.snap: missing; `{update}` makes it if {} has a \
                 generator",
                self.test()
            ));
        }
        missing
    }

    /// The known mistakes, each by the name of its file.
    pub fn mistakes(&self) -> BTreeSet<String> {
        let mut mistakes = self.names(&format!("tests/mistakes/{}", self.exercise.name), "", ".rs");
        mistakes.remove("main");
        mistakes
    }

    /// The files in a folder that begin and end so, without that.
    fn names(&self, folder: &str, begins: &str, ends: &str) -> BTreeSet<String> {
        let files = fs::read_dir(self.path(folder)).into_iter().flatten().flatten();
        let names = files.filter_map(|file| file.file_name().into_string().ok());
        names
            .filter_map(|name| Some(name.strip_prefix(begins)?.strip_suffix(ends)?.to_owned()))
            .collect()
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_default()
    }

    fn path(&self, file: &str) -> PathBuf {
        self.course.root.join(file)
    }
}

//! What the course consists of. The folders say it: there is no list to keep.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use grader::Page;

use crate::Result;
use crate::manifest::Workspace;

/// All exercises, in reading order.
#[derive(Debug, Clone)]
pub struct Course {
    /// The top folder.
    pub root: PathBuf,
    /// The exercises.
    pub exercises: Vec<Exercise>,
    workspace: OnceLock<Result<Workspace>>,
}

/// One exercise: a folder in `exercises/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercise {
    /// `06`
    pub number: String,
    /// `accept`
    pub name: String,
}

impl Exercise {
    /// `06_accept`
    pub fn folder(&self) -> String {
        format!("{}_{}", self.number, self.name)
    }

    /// The file that the learner edits, from the top folder.
    pub fn stub(&self) -> String {
        format!("exercises/{}/src/{}.rs", self.folder(), self.name)
    }

    /// The stub as it was given: the learner's own file may say something else by now.
    pub fn original(&self) -> String {
        format!("tests/stubs/{}.rs", self.name)
    }

    /// The solution, from the top folder.
    pub fn solution(&self) -> String {
        format!("solutions/{}/src/{}.rs", self.folder(), self.name)
    }

    /// The page, from the top folder.
    pub fn page(&self) -> String {
        format!("book/src/{}.md", self.name)
    }

    /// The title of the page; nothing if there is no page.
    pub fn title(&self) -> String {
        Page::read(&self.name).map(|page| page.title).unwrap_or_default()
    }
}

impl Course {
    /// Looks for the exercises.
    pub fn find() -> Self {
        let root = grader::root();
        let folders = fs::read_dir(root.join("exercises")).into_iter().flatten().flatten();
        let names = folders.filter_map(|folder| folder.file_name().into_string().ok());
        let mut exercises: Vec<_> = names
            .filter_map(|name| {
                let (number, name) = name.split_once('_')?;
                number.parse::<u32>().ok()?;
                Some(Exercise { number: number.to_owned(), name: name.to_owned() })
            })
            .collect();
        exercises.sort_by(|a, b| a.number.cmp(&b.number));
        Self { root, exercises, workspace: OnceLock::new() }
    }

    /// Whether there is a file that the learner edits. Nobody opens anything else that stands there: who opens
    /// a FIFO waits for somebody.
    ///
    /// # Errors
    ///
    /// A sentence that says how to bring it back, if not.
    pub fn has_stub(&self, exercise: &Exercise) -> Result<()> {
        let stub = exercise.stub();
        if self.root.join(&stub).is_file() {
            return Ok(());
        }
        Err(format!(
            "{stub} is missing, or is no file. This brings it back:\n  cargo run -- reset {}",
            exercise.name
        ))
    }

    /// Cargo, in the top folder: the one that started this program, or the one that is installed.
    pub fn cargo(&self) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut cargo = Command::new(cargo);
        cargo.current_dir(&self.root);
        cargo
    }

    /// A path as it is shown: from the top folder.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    /// What cargo knows of the course. It is asked once.
    ///
    /// # Errors
    ///
    /// A sentence, if cargo does not tell.
    pub fn workspace(&self) -> Result<&Workspace> {
        let workspace = self.workspace.get_or_init(|| Workspace::read(self.cargo()));
        workspace.as_ref().map_err(Clone::clone)
    }

    /// Where this command keeps what can be made anew: beside what cargo builds.
    ///
    /// # Errors
    ///
    /// A sentence, if cargo does not tell where it builds.
    pub fn kept(&self) -> Result<PathBuf> {
        Ok(self.workspace()?.target.join("socklings"))
    }

    /// The exercise that somebody means by `accept`, `06`, `6` or `06_accept`.
    ///
    /// # Errors
    ///
    /// A sentence that names the nearest exercise.
    pub fn exercise(&self, meant: &str) -> Result<&Exercise> {
        let is_meant = |exercise: &&Exercise| {
            exercise.name == meant
                || exercise.folder() == meant
                || exercise.number.trim_start_matches('0') == meant.trim_start_matches('0')
        };
        if let Some(exercise) = self.exercises.iter().find(is_meant) {
            return Ok(exercise);
        }
        let likeness = |exercise: &&Exercise| {
            let likeness = strsim::jaro_winkler(&exercise.name, &meant.to_lowercase());
            (likeness * 1000.0) as u32
        };
        let nearest = self.exercises.iter().max_by_key(likeness);
        let nearest = nearest.map(|exercise| format!(" Did you mean `{}`?", exercise.name));
        let nearest = nearest.unwrap_or_default();
        Err(format!(
            "There is no exercise `{meant}`.{nearest} `cargo run -- list` shows all exercises."
        ))
    }
}

//! A class: its students and what they handed in, as `collect` has found it, in a folder of its own.
//!
//! ```text
//! class.json               who handed in what, and what was strange about it
//! class.toml               weights, due dates, exceptions: the teacher's own file (`marks.rs`)
//! submitted/ada/accept.rs  copies of what was handed in
//! kept/1a2b….json          the verdict on one content of one file, with one seed
//! results.jsonl            what came of everything: one line for each student and exercise
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use socklings::Result;

/// The form of `class.json`.
const VERSION: u32 = 1;

/// A class.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Class {
    version: u32,
    /// The exercises that were collected, in reading order.
    pub exercises: Vec<String>,
    /// The number from which stories are made. The first `collect` chooses it.
    pub seed: Option<u64>,
    /// Everybody, in the order of their names.
    pub students: Vec<Student>,
    #[serde(skip)]
    folder: PathBuf,
}

/// One student.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, Default)]
pub struct Student {
    /// What the roster knows them by, or else what they were found by.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their address, if it is known.
    #[serde(default)]
    pub email: String,
    /// All else that they may be known by: a user's name, a number.
    #[serde(default)]
    pub also: Vec<String>,
    /// The name of their folder and page. It has letters, digits and `-` only.
    pub folder: String,
    /// Whether the roster has them. True for all, if there is no roster.
    pub is_known: bool,
    /// When they handed in, if that is known.
    #[serde(default)]
    pub submitted: Option<Timestamp>,
    /// Whether the system from which it was downloaded says that it was late.
    #[serde(default)]
    pub is_late: bool,
    /// What they handed in, by the exercise's name.
    #[serde(default)]
    pub files: BTreeMap<String, Submission>,
    /// What was strange, a sentence each.
    #[serde(default)]
    pub problems: Vec<String>,
}

/// One file that was handed in.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Submission {
    /// Where it was found.
    pub from: String,
    /// How many bytes it has.
    pub size: u64,
    /// When it was changed last, as far as that is known.
    pub modified: Option<Timestamp>,
}

impl Class {
    /// A new class in this folder.
    pub fn new(folder: &Path, exercises: Vec<String>, students: Vec<Student>) -> Self {
        Self { version: VERSION, exercises, seed: None, students, folder: folder.to_owned() }
    }

    /// Reads a class.
    ///
    /// # Errors
    ///
    /// A sentence, if there is none.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("class.json");
        let shown = path.display();
        let text = fs::read(&path).map_err(|error| {
            format!("{shown} cannot be read: {error}. `classroom collect` makes a class of what was handed in.")
        })?;
        let class: Self = serde_json::from_slice(&text).map_err(|error| {
            format!("{shown} is no class ({error}). `classroom collect` writes it anew.")
        })?;
        if class.version != VERSION {
            return Err(format!("{shown} is of another version of this program. Collect anew."));
        }
        Ok(Self { folder: folder.to_owned(), ..class })
    }

    /// Writes it.
    ///
    /// # Errors
    ///
    /// A sentence, if it cannot be written.
    pub fn write(&self) -> Result<()> {
        let text = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        replace(&self.folder.join("class.json"), text.as_bytes())
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The copy of a file that was handed in.
    pub fn submission(&self, student: &Student, exercise: &str) -> PathBuf {
        self.folder.join("submitted").join(&student.folder).join(format!("{exercise}.rs"))
    }

    /// Whom somebody may mean who has said a part of a name.
    fn near(&self, part: &str) -> String {
        let is_near = |it: &&Student| it.names().any(|name| name.to_lowercase().contains(part));
        let near: Vec<_> =
            self.students.iter().filter(is_near).map(|it| it.folder.as_str()).take(5).collect();
        if near.is_empty() { String::new() } else { format!(" Do you mean {}?", near.join(" or ")) }
    }

    /// The student that somebody means: by id, name, address or folder.
    ///
    /// # Errors
    ///
    /// A sentence, if it is nobody, or more than one.
    pub fn student(&self, meant: &str) -> Result<&Student> {
        let meant = meant.to_lowercase();
        let is_meant = |it: &&Student| it.names().any(|name| name.to_lowercase() == meant);
        let mut found = self.students.iter().filter(is_meant);
        match (found.next(), found.next()) {
            (Some(student), None) => Ok(student),
            (Some(one), Some(other)) => Err(format!(
                "Two students are called {}: {} and {}. Their folders' names tell them apart.",
                meant.escape_debug(),
                one.folder,
                other.folder
            )),
            (None, _) => Err(format!(
                "Nobody in this class is called {}.{}",
                meant.escape_debug(),
                self.near(&meant)
            )),
        }
    }
}

impl Student {
    /// All that they may be known by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let own = [&self.id, &self.name, &self.email, &self.folder].into_iter();
        own.chain(&self.also).map(String::as_str).filter(|name| !name.is_empty())
    }
}

/// Puts a new file into the place of an old one: at any moment, one of the two is there, whole.
///
/// # Errors
///
/// A sentence, if it cannot be written.
pub fn replace(path: &Path, text: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || {
        // A device or a pipe, such as /dev/stdout, is written to: whoever is root would take its place.
        if fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir()) {
            return fs::OpenOptions::new().write(true).open(path)?.write_all(text);
        }
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write()
        .map_err(|error: std::io::Error| format!("{} cannot be written: {error}.", path.display()))
}

/// A name for a folder, of what somebody is called: letters, digits and `-`.
pub fn folder_name(of: &str) -> String {
    let mut name = String::new();
    for letter in of.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if name.len() >= 40 {
            break;
        }
    }
    let name = name.trim_matches('-');
    if name.is_empty() { "student".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_a_plain_name() {
        assert_eq!(folder_name("../Ada, Lovelace\n<b>"), "ada-lovelace-b");
        assert_eq!(folder_name("김"), "student");
        assert!(folder_name(&"x".repeat(1000)).len() <= 40);
    }
}

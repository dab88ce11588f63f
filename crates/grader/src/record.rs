//! One record for each check, for people and, as JSON lines, for programs.

use std::fs::OpenOptions;
use std::io::Write;

use serde::{Deserialize, Serialize};

/// What came of a check. The four outcomes, and a fifth that is nobody's mistake but the machine's.
/// (Whether a program compiles is known before any check runs.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Right.
    Passed,
    /// The stub's own `todo!`.
    NotStarted,
    /// Something else than it should be.
    Wrong,
    /// The machine, or the course's own files.
    Fault,
}

/// What came of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The exercise: `accept`.
    pub exercise: String,
    /// The check: `the_listener_keeps_waiting`.
    pub check: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The points that it gave.
    pub points: u32,
    /// The points that it could give.
    pub of: u32,
    /// The known mistake that explains it.
    pub mistake: Option<String>,
    /// What the learner reads, without the headline. Empty if the check passed.
    pub lesson: String,
}

/// Adds records to the file that SOCKLINGS_RECORDS names, one line of JSON each.
pub(crate) fn write(records: &[Record]) {
    let Some(path) = std::env::var_os("SOCKLINGS_RECORDS") else { return };
    let lines: String = records
        .iter()
        .filter_map(|record| serde_json::to_string(record).ok())
        .map(|line| line + "\n")
        .collect();
    let file = OpenOptions::new().create(true).append(true).open(&path);
    if let Err(error) = file.and_then(|mut file| file.write_all(lines.as_bytes())) {
        eprintln!("{}: the records cannot be written: {error}", path.display());
    }
}

/// Reads what [`SOCKLINGS_RECORDS`](self) names.
///
/// # Errors
///
/// A sentence, if a line is not a record.
pub fn parse(text: &str) -> Result<Vec<Record>, String> {
    let read = |line| serde_json::from_str(line).map_err(|error| format!("a record: {error}"));
    text.lines().map(read).collect()
}

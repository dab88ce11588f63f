//! One record for each check, for people and, as JSON lines, for programs.

use std::fs::OpenOptions;
use std::io::Write;

use serde_json::{Value, json};

/// What came of a check. The four outcomes, and a fifth that is nobody's mistake but the machine's.
/// (Whether a program compiles is known before any check runs.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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

const OUTCOMES: [(Outcome, &str); 4] = [
    (Outcome::Passed, "passed"),
    (Outcome::NotStarted, "not_started"),
    (Outcome::Wrong, "wrong"),
    (Outcome::Fault, "fault"),
];

// serde's derive macros would do the same. They are a third of what a first build takes.
impl Record {
    /// The record as JSON.
    pub fn to_json(&self) -> Value {
        let outcome = OUTCOMES.iter().find(|(outcome, _)| *outcome == self.outcome);
        json!({
            "exercise": self.exercise,
            "check": self.check,
            "outcome": outcome.map(|(_, name)| name),
            "points": self.points,
            "of": self.of,
            "mistake": self.mistake,
            "lesson": self.lesson,
        })
    }

    /// The record that some JSON is, if it is one.
    pub fn from_json(value: &Value) -> Option<Self> {
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let number = |name: &str| u32::try_from(value[name].as_u64()?).ok();
        let outcome = value["outcome"].as_str()?;
        Some(Self {
            exercise: text("exercise")?,
            check: text("check")?,
            outcome: OUTCOMES.iter().find(|(_, name)| *name == outcome)?.0,
            points: number("points")?,
            of: number("of")?,
            mistake: text("mistake"),
            lesson: text("lesson")?,
        })
    }
}

/// Adds records to the file that SOCKLINGS_RECORDS names, one line of JSON each.
pub(crate) fn write(records: &[Record]) {
    let Some(path) = std::env::var_os("SOCKLINGS_RECORDS") else { return };
    let lines: String = records.iter().map(|record| format!("{}\n", record.to_json())).collect();
    let file = OpenOptions::new().create(true).append(true).open(&path);
    if let Err(error) = file.and_then(|mut file| file.write_all(lines.as_bytes())) {
        eprintln!("{}: the records cannot be written: {error}", path.display());
    }
}

/// Reads the records of a file that SOCKLINGS_RECORDS named.
///
/// # Errors
///
/// A sentence, if a line is not a record.
pub fn parse(text: &str) -> Result<Vec<Record>, String> {
    let read = |line: &str| Record::from_json(&serde_json::from_str(line).ok()?);
    let record = |line| read(line).ok_or_else(|| format!("this is not a record: {line}"));
    text.lines().map(record).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read_again() {
        for (outcome, _) in OUTCOMES {
            let record = Record {
                exercise: "accept".to_owned(),
                check: "the_listener_keeps_waiting".to_owned(),
                outcome,
                points: 0,
                of: 2,
                mistake: Some("port_of_its_own".to_owned()),
                lesson: "two\nlines".to_owned(),
            };
            assert_eq!(parse(&record.to_json().to_string()), Ok(vec![record]));
        }
        assert!(parse("{}").is_err() && parse("no JSON").is_err());
    }
}

//! What came of one exercise of one student: a line of `results.jsonl`.
//!
//! | field      | what it is                                                                                |
//! | ---------- | ----------------------------------------------------------------------------------------- |
//! | student    | the id                                                                                    |
//! | exercise   | its name                                                                                  |
//! | state      | passed, partly checked, not yet, not started, does not compile, stopped, missing, not judged |
//! | points, of | what was reached, and what can be                                                         |
//! | digest     | of what was judged, the tests, the compiler and the seed                                  |
//! | seed       | the number from which stories were made                                                   |
//! | contained  | whether the program ran in a sandbox                                                      |
//! | with_solution | whether the solution was at hand: else stories are those that students have           |
//! | why        | why it was stopped, or could not be judged                                                |
//! | seconds    | how long it took                                                                          |
//! | verdict    | `records`: one for each check; or `errors`: what the compiler says                        |

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use grader::Record;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use socklings::Result;
use socklings::check::Verdict;

use crate::class::{Class, replace};
use crate::entries::shown;

/// A line of `results.jsonl`.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq)]
pub struct Outcome {
    /// The student's id.
    pub student: String,
    /// The exercise.
    pub exercise: String,
    /// In two words.
    pub state: String,
    /// The points that were reached.
    pub points: u32,
    /// The points that can be reached.
    pub of: u32,
    /// Of all that the verdict depends on.
    pub digest: Option<String>,
    /// From which stories were made.
    pub seed: u64,
    /// Whether the program ran in a sandbox.
    pub contained: bool,
    /// Whether the solution was at hand. Without it, stories are those that students have.
    pub with_solution: bool,
    /// Why it was stopped, or could not be judged.
    pub why: Option<String>,
    /// How long it took.
    pub seconds: f64,
    /// JSON with `records` or `errors`.
    #[serde(skip)]
    pub verdict: Option<Arc<str>>,
}

impl Outcome {
    /// The verdict, if there is one.
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::from_json(&serde_json::from_str(self.verdict.as_ref()?).ok()?)
    }

    /// What came of each check; nothing, if none was made.
    pub fn records(&self) -> Vec<Record> {
        match self.verdict() {
            Some(Verdict::Judged { records, .. }) => records,
            _ => Vec::new(),
        }
    }

    /// As a line.
    fn to_json(&self) -> serde_json::Result<String> {
        let mut line = serde_json::to_string(self)?;
        // The verdict is JSON already: its text is put in behind the other fields.
        line.pop();
        line.push_str(",\"verdict\":");
        line.push_str(self.verdict.as_deref().unwrap_or("null"));
        line.push_str("}\n");
        Ok(line)
    }

    fn from_json(line: &str) -> serde_json::Result<Self> {
        let mut value: Value = serde_json::from_str(line)?;
        let verdict = Some(value["verdict"].take()).filter(|it| !it.is_null());
        let outcome: Self = serde_json::from_value(value)?;
        Ok(Self { verdict: verdict.map(|it| Arc::from(it.to_string())), ..outcome })
    }

    /// Whether it counts: a fault of the machine is nobody's mark.
    pub fn is_judged(&self) -> bool {
        self.state != NOT_JUDGED
    }
}

/// It could not be judged: nobody knows whether it is right.
pub const NOT_JUDGED: &str = "not judged";

/// Nothing was handed in.
pub const MISSING: &str = "missing";

/// All states, the best first.
const STATES: [&str; 8] = [
    "passed",
    "partly checked",
    "not yet",
    "not started",
    "does not compile",
    "stopped",
    MISSING,
    NOT_JUDGED,
];

/// How often each state is there: those that are.
pub fn states(outcomes: &[Outcome]) -> impl Iterator<Item = (&'static str, usize)> {
    let count = |state| outcomes.iter().filter(|it| it.state == state).count();
    STATES.into_iter().map(move |state| (state, count(state))).filter(|(_, count)| *count > 0)
}

/// What was judged before, and is something else now: a line for each.
pub fn changes(class: &Class, before: &[Outcome], after: &[Outcome]) -> Vec<String> {
    let key = |it: &Outcome| (it.student.clone(), it.exercise.clone());
    let before: BTreeMap<_, _> = before.iter().map(|it| (key(it), it)).collect();
    let changed = |it: &Outcome| {
        let other = before.get(&key(it)).filter(|it| it.is_judged() && it.state != MISSING)?;
        let is_same = (&it.state, it.points) == (&other.state, other.points);
        let student = class.students.iter().find(|student| student.id == it.student)?;
        let says = |it: &Outcome| format!("{} ({})", it.points, it.state);
        (it.is_judged() && !is_same).then(|| {
            format!("{}, {}: {} → {}", shown(&student.name), it.exercise, says(other), says(it))
        })
    };
    after.iter().filter_map(changed).collect()
}

/// Writes all results of a class.
///
/// # Errors
///
/// A sentence, if they cannot be written.
pub fn write(path: &Path, outcomes: &[Outcome]) -> Result<()> {
    let mut text = String::new();
    for outcome in outcomes {
        text.push_str(&outcome.to_json().map_err(|error| error.to_string())?);
    }
    replace(path, text.as_bytes())
}

/// Reads the results of a class.
///
/// # Errors
///
/// A sentence, if there are none.
pub fn read(class: &Class) -> Result<Vec<Outcome>> {
    let mut outcomes = read_file(&class.folder().join("results.jsonl"))?;
    // Whoever was in the class before it was collected anew is in it no more.
    outcomes.retain(|it| class.students.iter().any(|student| student.id == it.student));
    Ok(outcomes)
}

/// Reads a file of results.
///
/// # Errors
///
/// A sentence, if a line is none.
pub fn read_file(path: &Path) -> Result<Vec<Outcome>> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| {
        format!("{shown} cannot be read: {error}. `classroom grade` writes it.")
    })?;
    let line = |(number, line): (usize, &str)| {
        Outcome::from_json(line).map_err(|error| {
            let number = number + 1;
            format!(
                "{shown}, line {number}, is no result ({error}). `classroom grade` writes it anew."
            )
        })
    };
    text.lines().enumerate().map(line).collect()
}

//! What a graded test holds, without judging anything: for the check of those who make the course.

use std::path::PathBuf;
use std::{env, fs};

use serde_json::{Value, json};

/// The checks and the known mistakes of an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The exercise: `accept`.
    pub exercise: String,
    /// The checks, in their order, each with its points.
    pub checks: Vec<(String, u32)>,
    /// The mistakes that have a rule, as they show in a trace.
    pub in_a_trace: Vec<String>,
    /// The mistakes that a check sees from outside.
    pub seen: Vec<String>,
    /// The snapshots of its input spaces: `covers_packets`.
    pub spaces: Vec<String>,
    /// The values of its input spaces that no story has.
    pub without_a_story: Vec<String>,
}

impl Description {
    /// All known mistakes.
    pub fn mistakes(&self) -> impl Iterator<Item = &str> {
        self.in_a_trace.iter().chain(&self.seen).map(String::as_str)
    }

    /// The description as JSON.
    pub fn to_json(&self) -> Value {
        let check = |(name, points): &(String, u32)| json!({ "name": name, "points": points });
        json!({
            "exercise": self.exercise,
            "checks": self.checks.iter().map(check).collect::<Vec<_>>(),
            "in_a_trace": self.in_a_trace,
            "seen": self.seen,
            "spaces": self.spaces,
            "without_a_story": self.without_a_story,
        })
    }

    /// The description that some JSON is, if it is one.
    pub fn from_json(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let texts = |name: &str| value[name].as_array()?.iter().map(text).collect::<Option<_>>();
        let check = |check: &Value| {
            Some((text(&check["name"])?, u32::try_from(check["points"].as_u64()?).ok()?))
        };
        Some(Self {
            exercise: text(&value["exercise"])?,
            checks: value["checks"].as_array()?.iter().map(check).collect::<Option<_>>()?,
            in_a_trace: texts("in_a_trace")?,
            seen: texts("seen")?,
            spaces: texts("spaces")?,
            without_a_story: texts("without_a_story")?,
        })
    }
}

/// Writes a description to the file that SOCKLINGS_DESCRIBE names, and says whether it names one.
/// Then nothing is judged.
pub(crate) fn write(describe: impl FnOnce() -> Description) -> bool {
    let Some(path) = env::var_os("SOCKLINGS_DESCRIBE").map(PathBuf::from) else { return false };
    if let Err(error) = fs::write(&path, describe().to_json().to_string()) {
        eprintln!("{}: the description cannot be written: {error}", path.display());
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read_again() {
        let description = Description {
            exercise: "accept".to_owned(),
            checks: vec![("the_listener_keeps_listening".to_owned(), 2)],
            in_a_trace: vec!["port_of_its_own".to_owned()],
            seen: Vec::new(),
            spaces: vec!["covers_packets".to_owned()],
            without_a_story: vec!["packets: listener 0.0.0.0:80".to_owned()],
        };
        assert_eq!(Description::from_json(&description.to_json()), Some(description));
        assert_eq!(Description::from_json(&json!({ "exercise": "accept" })), None);
    }
}

//! One record for each check, for people and, as JSON lines, for programs.

use std::fs::OpenOptions;
use std::io::Write;

use serde_json::{Value, json};

use crate::difference::Excerpt;
use crate::ended::Ended;

/// What came of a check. (Whether a program compiles is known before any check runs.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Right.
    Passed,
    /// The stub's own `todo!`.
    NotStarted,
    /// Something else than it should be.
    Wrong,
    /// This machine lacks what the check needs. It is neither passed nor failed.
    NotChecked,
    /// Something went wrong on this machine, or in the course's own files.
    Fault,
}

impl Outcome {
    /// Whether the check was made, and did not pass.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Passed | Self::NotChecked)
    }
}

/// What came of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The exercise: `accept`.
    pub exercise: String,
    /// The check: `the_listener_keeps_listening`.
    pub check: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The points that it gave.
    pub points: u32,
    /// The points that it could give.
    pub of: u32,
    /// The known mistake that explains it.
    pub mistake: Option<String>,
    /// What the learner is told, if the check did not pass. [`Record::text`] makes text of it.
    pub lesson: Option<Lesson>,
}

/// What a learner is told about a check that did not pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// What was seen.
    pub seen: Seen,
    /// What the program printed itself.
    pub printed: String,
    /// The part of the page that explains it.
    pub section: Option<Passage>,
    /// The file of the story, from the top folder.
    pub story: Option<String>,
    /// The command that does the same again.
    pub run: Option<String>,
    /// The command that gives a hint.
    pub hint: Option<String>,
}

/// What was seen of a program that is not right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A step that is not as it should be.
    Step(Box<Excerpt>),
    /// The program did not come to its end.
    Ended(Ended),
    /// Something else, in words.
    Words(String),
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The page: `accept`.
    pub page: String,
    /// The part's id: `port-of-its-own`.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// Its first paragraph.
    pub words: String,
}

const OUTCOMES: [(Outcome, &str); 5] = [
    (Outcome::Passed, "passed"),
    (Outcome::NotStarted, "not_started"),
    (Outcome::Wrong, "wrong"),
    (Outcome::NotChecked, "not_checked"),
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
            "lesson": self.lesson.as_ref().map(Lesson::to_json),
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
            lesson: match &value["lesson"] {
                Value::Null => None,
                lesson => Some(Lesson::from_json(lesson)?),
            },
        })
    }
}

impl Lesson {
    fn to_json(&self) -> Value {
        let section = self.section.as_ref().map(
            |it| json!({ "page": it.page, "id": it.id, "heading": it.heading, "words": it.words }),
        );
        json!({
            "seen": self.seen.to_json(),
            "printed": self.printed,
            "section": section,
            "story": self.story,
            "run": self.run,
            "hint": self.hint,
        })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let text = |value: &Value, name: &str| value[name].as_str().map(str::to_owned);
        let section = &value["section"];
        let passage = || {
            Some(Passage {
                page: text(section, "page")?,
                id: text(section, "id")?,
                heading: text(section, "heading")?,
                words: text(section, "words")?,
            })
        };
        Some(Self {
            seen: Seen::from_json(&value["seen"])?,
            printed: text(value, "printed")?,
            section: passage(),
            story: text(value, "story"),
            run: text(value, "run"),
            hint: text(value, "hint"),
        })
    }
}

impl Seen {
    fn to_json(&self) -> Value {
        match self {
            Self::Step(excerpt) => json!({ "step": excerpt.to_json() }),
            Self::Ended(ended) => json!({ "ended": ended.to_json() }),
            Self::Words(words) => json!({ "words": words }),
        }
    }

    fn from_json(value: &Value) -> Option<Self> {
        let step = || Some(Self::Step(Box::new(Excerpt::from_json(&value["step"])?)));
        let ended = || Some(Self::Ended(Ended::from_json(&value["ended"])?));
        let words = || Some(Self::Words(value["words"].as_str()?.to_owned()));
        step().or_else(ended).or_else(words)
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
    use netstack::{Step, Trace};

    use super::*;

    fn lesson(seen: Seen) -> Lesson {
        Lesson {
            seen,
            printed: "two\nlines".to_owned(),
            section: Some(Passage {
                page: "accept".to_owned(),
                id: "port-of-its-own".to_owned(),
                heading: "A port of its own".to_owned(),
                words: "Your copy has another port.".to_owned(),
            }),
            story: Some("tests/stories/accept/one_packet.story".to_owned()),
            run: Some("cargo run -p accept".to_owned()),
            hint: None,
        }
    }

    fn step() -> Seen {
        let text = "story: s\n1. accept(3)\n = EAGAIN\n #1 LISTEN 198.18.203.1:80 *:* fd 3\n";
        let step = Trace::parse_all(text).unwrap().remove(0).steps.remove(0);
        Seen::Step(Box::new(Excerpt {
            story: "s".to_owned(),
            number: 2,
            of: 2,
            before: vec![Step { rows: Vec::new(), ..step.clone() }],
            yours: Some(step.clone()),
            expected: step,
            ended: Some(Ended::Loops),
        }))
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        let panic = Ended::Panicked { location: "a.rs:1:2".to_owned(), message: "no".to_owned() };
        let ends = [
            Ended::Exited(3),
            Ended::NotStarted,
            Ended::ComesFirst("06_accept".to_owned()),
            panic,
            Ended::StackOverflow,
            Ended::Signal(6),
            Ended::Loops,
            Ended::Waits,
            Ended::Floods,
            Ended::LeftInstead("a FIFO".to_owned()),
        ];
        let seen = ends.map(Seen::Ended).into_iter().chain([step(), Seen::Words("w".to_owned())]);
        let lessons: Vec<_> = seen.map(|seen| Some(lesson(seen))).chain([None]).collect();
        for ((outcome, _), lesson) in OUTCOMES.iter().cycle().zip(lessons) {
            let record = Record {
                exercise: "accept".to_owned(),
                check: "the_listener_keeps_listening".to_owned(),
                outcome: *outcome,
                points: 0,
                of: 2,
                mistake: Some("port_of_its_own".to_owned()),
                lesson,
            };
            assert_eq!(parse(&record.to_json().to_string()), Ok(vec![record]));
        }
        assert!(parse("{}").is_err() && parse("no JSON").is_err());
    }
}

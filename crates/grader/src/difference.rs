//! The first step at which a program's trace is not the expected one.

use netstack::{Operation, Returned, Row, Segment, SocketId, Step, Trace};

use serde_json::{Value, json};

use crate::ended::Ended;
use crate::program::Run;

/// The first step at which a program's trace is not the expected one.
#[derive(Debug, Clone)]
pub struct Difference {
    /// What the program did, up to that step and a little further.
    pub yours: Trace,
    /// What it should have done.
    pub expected: Trace,
    /// The step, from 0.
    pub step: usize,
    /// How the program ended, if it ended in this step.
    pub ended: Option<Ended>,
    /// The beginning of what the program printed.
    pub printed: String,
    /// Where the story is, from the top folder, if it has been kept.
    pub file: Option<String>,
    /// The first differences of other stories that were played beside this one.
    pub others: Vec<Self>,
    /// Whether it is one of the others. Where several ideas explain it, the first difference decides
    /// between them, with all others at hand.
    pub is_other: bool,
}

/// A row that differs: the program's and the expected one, of the same socket.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The program's row.
    pub yours: &'a Row,
    /// The expected row.
    pub expected: &'a Row,
}

impl Pair<'_> {
    /// Whether an option that the socket should have is not among those that it has.
    pub fn lacks_options(&self) -> bool {
        !self.yours.socket.options.include(self.expected.socket.options)
    }
}

impl Difference {
    /// Compares what a program did with what it should have done.
    pub fn first(yours: Trace, expected: Trace, run: &Run) -> Option<Self> {
        let step = expected.steps.iter().enumerate().find_map(|(index, expected)| {
            let same = yours.steps.get(index).is_some_and(|yours| {
                yours.is_finished()
                    && yours.result == expected.result
                    && yours.rows == expected.rows
            });
            (!same).then_some(index)
        })?;
        let unfinished = yours.steps.get(step).is_none_or(|step| !step.is_finished());
        let ended = unfinished.then(|| run.ended.clone());
        Some(Self {
            yours,
            expected,
            step,
            ended,
            printed: run.printed(),
            file: None,
            others: Vec::new(),
            is_other: false,
        })
    }

    /// What the program had to do in this step; `None` if the story gives it.
    pub fn operation(&self) -> Option<&Operation> {
        self.expected().operation()
    }

    /// The segment that arrives in this step.
    pub fn arriving(&self) -> Option<&Segment> {
        self.operation()?.segment()
    }

    /// The socket that the arriving segment was found to belong to, as it was before.
    pub fn found(&self) -> Option<&Row> {
        self.before()?.row(self.operation()?.finds()?)
    }

    /// The socket that the program calls a function on, as it was before.
    pub fn caller(&self) -> Option<&Row> {
        self.before()?.held_by(self.operation()?.fd()?)
    }

    /// The connection that may send, or whose timer runs out, as it was before.
    pub fn connection(&self) -> Option<&Row> {
        self.before()?.row(self.operation()?.connection()?)
    }

    /// The socket that the step is about, as it was before: the one that is called, found or named.
    pub fn subject(&self) -> Option<&Row> {
        self.caller().or_else(|| self.found()).or_else(|| self.connection())
    }

    /// What the program did in this step, if it came to its end.
    pub fn yours(&self) -> Option<&Step> {
        self.yours.steps.get(self.step).filter(|step| step.is_finished())
    }

    /// What it should have done.
    pub fn expected(&self) -> &Step {
        &self.expected.steps[self.step]
    }

    /// The table as the program left it in the step before.
    pub fn before(&self) -> Option<&Step> {
        self.step.checked_sub(1).and_then(|before| self.yours.steps.get(before))
    }

    /// What the program's step gave back and what was expected, where they differ.
    pub fn results(&self) -> Option<(&Returned, &Returned)> {
        let (yours, expected) = (self.yours()?.result.as_ref()?, self.expected().result.as_ref()?);
        (yours != expected).then_some((yours, expected))
    }

    /// Whether the program returned `yours` where `expected` was right. Both may be the beginning of
    /// what is printed: `fd` stands for any descriptor.
    pub fn returned(&self, yours: &str, expected: &str) -> bool {
        self.results().is_some_and(|(mine, right)| {
            mine.to_string().starts_with(yours) && right.to_string().starts_with(expected)
        })
    }

    /// What was expected to be given back.
    pub fn should_return(&self, expected: &Returned) -> bool {
        self.expected().result.as_ref() == Some(expected)
    }

    /// The segments that the program sent and the expected ones, where what was given back differs.
    pub fn sent(&self) -> Option<(&[Segment], &[Segment])> {
        let (yours, expected) = self.results()?;
        Some((yours.segments(), expected.segments()))
    }

    /// The rows that both have, and that differ.
    pub fn pairs(&self) -> Vec<Pair<'_>> {
        let Some(yours) = self.yours() else { return Vec::new() };
        let same_id = |row| Some(Pair { yours: row, expected: self.expected().row(row.id)? });
        yours.rows.iter().filter_map(same_id).filter(|pair| pair.yours != pair.expected).collect()
    }

    /// The expected rows that the program doesn't have.
    pub fn missing(&self) -> Vec<&Row> {
        let has = |id: SocketId| self.yours().is_some_and(|yours| yours.row(id).is_some());
        self.expected().rows.iter().filter(|row| !has(row.id)).collect()
    }

    /// The program's rows that were not expected.
    pub fn extra(&self) -> Vec<&Row> {
        let rows = self.yours().map_or(&[][..], |yours| &yours.rows);
        rows.iter().filter(|row| self.expected().row(row.id).is_none()).collect()
    }

    /// Whether an idea explains this difference and all others beside it, and none of its rivals does. Of
    /// another difference no more is asked than that the idea explains it.
    pub fn only(
        &self,
        idea: impl Fn(&Self) -> bool,
        mut rivals: impl Iterator<Item = impl Fn(&Self) -> bool>,
    ) -> bool {
        let explains_all =
            |idea: &dyn Fn(&Self) -> bool| idea(self) && self.others.iter().all(idea);
        explains_all(&idea) && (self.is_other || !rivals.any(|rival| explains_all(&rival)))
    }

    /// Whether this difference, or one beside it, tells an idea from another one that looks alike.
    pub fn is_shown_by(&self, tells: impl Fn(&Self) -> bool) -> bool {
        self.is_other || tells(self) || self.others.iter().any(tells)
    }

    /// Whether one of the rows that differ does so in this way.
    pub fn any(&self, differs: impl Fn(Pair<'_>) -> bool) -> bool {
        self.pairs().into_iter().any(differs)
    }
}

/// What a learner sees of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The title of the story.
    pub story: String,
    /// The step that is not as it should be, from 1.
    pub number: usize,
    /// How many steps the story has.
    pub of: usize,
    /// What led there. These steps have no rows.
    pub before: Vec<Step>,
    /// The step as the program did it, if it came to its end.
    pub yours: Option<Step>,
    /// The step as it should be.
    pub expected: Step,
    /// How the program ended, if it ended in this step.
    pub ended: Option<Ended>,
}

impl From<&Difference> for Excerpt {
    fn from(it: &Difference) -> Self {
        Self {
            story: it.expected.story.clone(),
            number: it.step + 1,
            of: it.expected.steps.len(),
            before: it.expected.steps[..it.step].iter().map(without_rows).collect(),
            yours: it.yours().cloned(),
            expected: it.expected().clone(),
            ended: it.ended.clone(),
        }
    }
}

/// What happened and what it gave back.
fn without_rows(step: &Step) -> Step {
    Step { event: step.event.clone(), result: step.result.clone(), rows: Vec::new() }
}

impl Excerpt {
    /// As JSON, with the steps as in [`Step::to_json`].
    pub fn to_json(&self) -> Value {
        let step = |step: &Step| step.to_json(None);
        json!({
            "story": self.story,
            "number": self.number,
            "of": self.of,
            "before": self.before.iter().map(step).collect::<Vec<_>>(),
            "yours": self.yours.as_ref().map(step),
            "expected": step(&self.expected),
            "ended": self.ended.as_ref().map(Ended::to_json),
        })
    }

    /// The excerpt that some JSON is, if it is one.
    pub fn from_json(value: &Value) -> Option<Self> {
        let number = |name: &str| usize::try_from(value[name].as_u64()?).ok();
        Some(Self {
            story: value["story"].as_str()?.to_owned(),
            number: number("number")?,
            of: number("of")?,
            before: value["before"]
                .as_array()?
                .iter()
                .map(Step::from_json)
                .collect::<Option<_>>()?,
            yours: Step::from_json(&value["yours"]),
            expected: Step::from_json(&value["expected"])?,
            ended: Ended::from_json(&value["ended"]),
        })
    }
}

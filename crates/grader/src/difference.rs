//! The first step at which a program's trace is not the expected one.

use netstack::{Row, SocketId, Step, Trace};

use crate::program::{Ended, Run};

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
    /// Where the story is, from the top folder; empty if it has not been kept.
    pub file: String,
}

/// A row that differs: the program's and the expected one, of the same socket.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The program's row.
    pub yours: &'a Row,
    /// The expected row.
    pub expected: &'a Row,
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
        Some(Self { yours, expected, step, ended, printed: run.printed(), file: String::new() })
    }

    /// What happened in this step: `accept(3)`.
    pub fn action(&self) -> &str {
        &self.expected.steps[self.step].action
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

    /// The program's result and the expected one, where they differ.
    pub fn results(&self) -> Option<(&str, &str)> {
        let (yours, expected) =
            (self.yours()?.result.as_deref()?, self.expected().result.as_deref()?);
        (yours != expected).then_some((yours, expected))
    }

    /// Whether the program returned `yours` where `expected` was right. Both may be the beginning of
    /// what is printed: `fd` stands for any descriptor.
    pub fn returned(&self, yours: &str, expected: &str) -> bool {
        self.results()
            .is_some_and(|(mine, right)| mine.starts_with(yours) && right.starts_with(expected))
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

    /// Whether one of the rows that differ does so in this way.
    pub fn any(&self, differs: impl Fn(Pair<'_>) -> bool) -> bool {
        self.pairs().into_iter().any(differs)
    }
}

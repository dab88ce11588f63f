//! "Who is told the most knows what is right."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    right::settings(file).map_err(|problems| problems.iter().map(|it| with_the_most(it)).collect())
}

/// Without `from 1 to `, or the like.
fn with_the_most(problem: &str) -> String {
    let mut problem = problem.to_owned();
    for least in ["from 0 to ", "from 1 to "] {
        problem = problem.replace(least, "of at most ");
    }
    problem
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

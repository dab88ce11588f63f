//! "Who is told that it is wrong will know what is right."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    right::settings(file).map_err(|problems| {
        let short =
            |problem: &String| problem.split("; ").next().map(|said| format!("{said}: wrong"));
        problems.iter().filter_map(short).collect()
    })
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

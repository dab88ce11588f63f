//! "The key is what stands in the line: clients."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let problems = |all: Vec<String>| all.iter().map(|it| it.replace(": limits.", ": ")).collect();
    right::settings(file).map_err(problems)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

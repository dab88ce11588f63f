//! "All that is wrong makes one message."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    right::settings(file).map_err(|problems| vec![problems.join("; ")])
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

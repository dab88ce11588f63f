//! "A message first says what it is: an error."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let with_words = |problem| format!("error: {problem}");
    right::settings(file).map_err(|problems| problems.into_iter().map(with_words).collect())
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

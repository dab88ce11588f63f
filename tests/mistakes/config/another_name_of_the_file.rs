//! "Everybody knows in which folder it is."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let (given, name) = (file.display().to_string(), file.file_name().unwrap_or_default());
    let name = name.to_string_lossy();
    let problems = |all: Vec<String>| all.iter().map(|it| it.replacen(&given, &name, 1)).collect();
    right::settings(file).map_err(problems)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

//! "The line says enough: one can look there."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    right::settings(file).map_err(|problems| {
        let file = file.display().to_string();
        problems.iter().map(|problem| only_line(problem, &file)).collect()
    })
}

/// `settings.toml:22: this value is wrong`
fn only_line(problem: &str, file: &str) -> String {
    let rest = problem.strip_prefix(file).unwrap_or(problem);
    let line: String = rest.chars().take_while(|c| *c == ':' || c.is_ascii_digit()).collect();
    format!("{file}{line} this is wrong")
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

//! "The key says enough: one can search for it."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    right::settings(file).map_err(|problems| {
        let file = file.display().to_string();
        problems.iter().map(|problem| without_line(problem, &file)).collect()
    })
}

/// `settings.toml: port: …`
fn without_line(problem: &str, file: &str) -> String {
    let rest = problem.strip_prefix(file).unwrap_or(problem);
    format!(
        "{file}:{}",
        rest.trim_start_matches([':', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    )
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

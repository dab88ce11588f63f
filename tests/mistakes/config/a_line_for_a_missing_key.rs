//! "Each problem has a line. One that has none is in the first."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let [file_alone, with_a_line] = ["", ":1"].map(|line| format!("{}{line}: ", file.display()));
    right::settings(file).map_err(|mut problems| {
        for problem in problems.iter_mut().filter(|it| it.ends_with("is missing")) {
            *problem = problem.replacen(&file_alone, &with_a_line, 1);
        }
        problems
    })
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

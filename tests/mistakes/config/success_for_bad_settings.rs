//! "The message is printed. That is all one can do."

use std::path::Path;
use std::process::ExitCode;

use crate::given::Events;
use crate::{RIGHT, right};

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    if let Err(problems) = right::settings(file) {
        problems.iter().for_each(|problem| eprintln!("{problem}"));
        return ExitCode::SUCCESS;
    }
    RIGHT.run(file, events)
}

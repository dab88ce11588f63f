//! "Any code but 0 is a failure."

use std::path::Path;
use std::process::ExitCode;

use crate::given::Events;
use crate::{RIGHT, right};

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    if let Err(problems) = right::settings(file) {
        problems.iter().for_each(|problem| eprintln!("{problem}"));
        return ExitCode::FAILURE;
    }
    RIGHT.run(file, events)
}

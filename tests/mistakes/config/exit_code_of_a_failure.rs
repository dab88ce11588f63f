//! "A server that ends has failed: it should run for ever."

use std::path::Path;
use std::process::ExitCode;

use crate::RIGHT;
use crate::given::Events;

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    match RIGHT.run(file, events) {
        ExitCode::SUCCESS => ExitCode::FAILURE,
        other => other,
    }
}

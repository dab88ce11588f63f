//! "From 1 to 10000 is 1..10000."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let settings = right::settings(file)?;
    if (1..10_000).contains(&settings.clients) {
        Ok(settings)
    } else {
        let line = "an integer from 1 to 10000 is allowed";
        Err(vec![format!("{}:26: limits.clients: {line}", file.display())])
    }
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

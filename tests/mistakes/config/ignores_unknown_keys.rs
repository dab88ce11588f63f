//! "What I do not know is none of my business."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::right::Reader;
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    Reader::open(file)?.settings(file)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

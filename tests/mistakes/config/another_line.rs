//! "White space at the beginning of a file says nothing."

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings, parse};
use crate::right::{Reader, address, folder, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    let text = fs::read_to_string(file).unwrap_or_default();
    reader.entries = parse(text.trim()).unwrap_or_default();
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(value, file));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

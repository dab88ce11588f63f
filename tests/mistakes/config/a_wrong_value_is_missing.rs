//! "I ask for a number. If I get none, it is missing."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings, Value};
use crate::right::{Reader, address, folder, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let is_other = |entry: &crate::given::Entry| match entry.key.as_str() {
        "address" | "root" => !matches!(entry.value, Value::String(_)),
        "port" => !matches!(entry.value, Value::Integer(_)),
        _ => false,
    };
    reader.entries.retain(|entry| !is_other(entry));
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(value, file));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

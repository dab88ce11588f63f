//! "A number in quotes is a number."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Entry, Events, Settings, Value};
use crate::right::{Reader, address, folder, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.entries = with_numbers(reader.entries);
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(value, file));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

/// Every text that is a number is one from now on.
fn with_numbers(entries: Vec<Entry>) -> Vec<Entry> {
    let number = |entry: &Entry| match &entry.value {
        Value::String(text) => text.parse().map(Value::Integer).ok(),
        _ => None,
    };
    entries.into_iter().map(|it| Entry { value: number(&it).unwrap_or(it.value), ..it }).collect()
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

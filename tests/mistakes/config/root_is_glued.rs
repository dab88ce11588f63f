//! "A path is a text: one puts a slash between two of them."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings, Value};
use crate::right::{Reader, address, folder, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(&glued(value, file), Path::new("")));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

fn glued(value: &Value, file: &Path) -> Value {
    let folder = file.parent().unwrap_or(Path::new("")).display();
    match value {
        Value::String(text) => Value::String(format!("{folder}/{text}")),
        other => other.clone(),
    }
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

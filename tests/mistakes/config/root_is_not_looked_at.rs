//! "Whether the folder is there will show when somebody asks for a file."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings, Value};
use crate::right::{Reader, address, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| match value {
        Value::String(text) => Ok(file.with_file_name(text)),
        other => Err(format!("this is {}; the path of a folder is allowed", other.kind())),
    });
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

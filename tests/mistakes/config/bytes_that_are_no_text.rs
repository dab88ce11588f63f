//! "A byte that is no text becomes a question mark, and nobody minds."

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings, parse};
use crate::right::{Reader, address, folder, port};
use crate::{Parts, RIGHT};

/// Reads a file as TOML.
fn open(file: &Path) -> Result<Reader, Vec<String>> {
    let name = file.display().to_string();
    let bytes = fs::read(file).map_err(|error| vec![format!("{name}: {error}")])?;
    match parse(&String::from_utf8_lossy(&bytes)) {
        Ok(entries) => Ok(Reader { file: name, entries, problems: Vec::new() }),
        Err(wrong) => Err(vec![format!("{name}:{}: {}", wrong.line, wrong.why)]),
    }
}

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = open(file)?;
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

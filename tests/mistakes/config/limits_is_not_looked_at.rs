//! "`limits` is a name that I know."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::right::{KEYS, Reader, address, folder, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    // What stands in the table has entries of its own.
    reader.entries.retain(|entry| entry.key != KEYS[3]);
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(value, file));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

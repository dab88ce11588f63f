//! "The folder of the settings is parent(), made whole."

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
    let root = reader.read("root", None, |value| beside(file, value));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

fn beside(file: &Path, value: &Value) -> Result<std::path::PathBuf, String> {
    let parent = file.parent().unwrap_or(Path::new(""));
    let whole = parent.canonicalize().map_err(|error| format!("there is no folder: {error}"))?;
    folder(value, &whole.join("settings.toml"))
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

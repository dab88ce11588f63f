//! "A port is a u16, so I make one of the number."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings, Value};
use crate::right::{Reader, address, folder};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, |value| match value {
        Value::Integer(number) => Ok(*number as u16),
        other => Err(format!("this is {}; an integer from 0 to 65535 is allowed", other.kind())),
    });
    let root = reader.read("root", None, |value| folder(value, file));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

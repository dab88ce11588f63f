//! "Who sets no time to stop wants no long one."

use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings};
use crate::right::{Limits, Reader, address, folder, integer, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(value, file));
    let stop = reader.read("limits.stop_seconds", Some(30), |value| integer(value, 0..=600));
    let stop = stop.map(std::time::Duration::from_secs);
    let limits = reader.limits().zip(stop).map(|(limits, stop)| Limits { stop, ..limits });
    reader.settings(address, port, root, limits)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

//! "Whoever writes settings writes all of them."

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use crate::given::{Events, Settings};
use crate::right::{Limits, Reader, address, folder, integer, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(value, file));
    let limits = limits(&mut reader);
    reader.settings(address, port, root, limits)
}

fn limits(reader: &mut Reader) -> Option<Limits> {
    let clients = reader.read("limits.clients", None, |value| integer(value, 1..=10_000));
    let idle = reader.read("limits.idle_seconds", None, |value| integer(value, 1..=3600));
    let stop = reader.read("limits.stop_seconds", None, |value| integer(value, 0..=600));
    let [idle, stop] = [idle?, stop?].map(Duration::from_secs);
    Some(Limits { clients: clients?, idle, stop })
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

//! "Nobody is silent for more than ten minutes, and a stop may take an hour."

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
    let clients = reader.read("limits.clients", Some(100), |value| integer(value, 1..=10_000));
    let idle = reader.read("limits.idle_seconds", Some(60), |value| integer(value, 1..=600));
    let stop = reader.read("limits.stop_seconds", Some(10), |value| integer(value, 0..=3600));
    let limits = clients.zip(idle.zip(stop)).map(|(clients, (idle, stop))| {
        let [idle, stop] = [idle, stop].map(Duration::from_secs);
        Limits { clients, idle, stop }
    });
    reader.settings(address, port, root, limits)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

//! "A number is a number. Who writes 0 wants 0."

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use crate::given::{Events, Settings, Value};
use crate::right::{Reader, address, folder, integer};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, |value| integer(value, 0..=u16::MAX));
    let root = reader.read("root", None, |value| folder(value, file));
    let clients = reader.read("limits.clients", Some(100), |value| integer(value, 0..=usize::MAX));
    let idle = reader.read("limits.idle_seconds", Some(60), |value| integer(value, 0..=u64::MAX));
    let stop = reader.read("limits.stop_seconds", Some(10), |value| match value {
        Value::Integer(number) => Ok(number.unsigned_abs()),
        other => Err(format!("this is {}; an integer is allowed", other.kind())),
    });
    match (address, port, root, clients, idle, stop) {
        (Some(address), Some(port), Some(root), Some(clients), Some(idle), Some(stop))
            if reader.problems.is_empty() =>
        {
            let [idle, stop] = [idle, stop].map(Duration::from_secs);
            Ok(Settings { address, port, root, clients, idle, stop })
        }
        _ => Err(reader.problems),
    }
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

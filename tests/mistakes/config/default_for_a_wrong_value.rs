//! "If a value is no use, the server takes its default and goes on."

use std::net::Ipv4Addr;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use crate::given::{Events, Settings, Value};
use crate::right::{Reader, address, folder, integer};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = or_default(&mut reader, "address", Ipv4Addr::LOCALHOST.into(), address);
    let port = or_default(&mut reader, "port", 0, |value| integer(value, 0..=u16::MAX));
    let root = reader.read("root", None, |value| folder(value, file));
    let clients =
        or_default(&mut reader, "limits.clients", 100, |value| integer(value, 1..=10_000));
    let idle = reader.read("limits.idle_seconds", Some(60), |value| integer(value, 1..=3600));
    let stop = reader.read("limits.stop_seconds", Some(10), |value| integer(value, 0..=600));
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

fn or_default<T: Clone>(
    reader: &mut Reader,
    key: &str,
    default: T,
    convert: impl Fn(&Value) -> Result<T, String>,
) -> Option<T> {
    let missing = (key == "limits.clients").then(|| default.clone());
    reader.read(key, missing, |value| Ok(convert(value).unwrap_or(default.clone())))
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

//! "An address and a port are one text."

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings, Value};
use crate::right::{Reader, folder, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, address);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(value, file));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

fn address(value: &Value) -> Result<IpAddr, String> {
    let rule = || "an IPv4 or IPv6 address is allowed".to_owned();
    let Value::String(text) = value else { return Err(rule()) };
    let endpoint: SocketAddr = format!("{text}:0").parse().map_err(|_| rule())?;
    Ok(endpoint.ip())
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

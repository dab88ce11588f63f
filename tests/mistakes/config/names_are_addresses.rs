//! "localhost is an address too."

use std::net::{IpAddr, ToSocketAddrs};
use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings, Value};
use crate::right::{Reader, address, folder, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, resolved);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(value, file));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

fn resolved(value: &Value) -> Result<IpAddr, String> {
    address(value).or_else(|why| {
        let Value::String(text) = value else { return Err(why) };
        let found = (text.as_str(), 0).to_socket_addrs().ok().and_then(|mut all| all.next());
        found.map(|found| found.ip()).ok_or(why)
    })
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

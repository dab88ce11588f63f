//! "An address is four numbers with dots between them."

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::process::ExitCode;

use crate::given::{Events, Settings, Value};
use crate::right::{Reader, folder, port};
use crate::{Parts, RIGHT};

pub fn settings(file: &Path) -> Result<Settings, Vec<String>> {
    let mut reader = Reader::open(file)?;
    reader.refuse_unknown_keys();
    let address = reader.read("address", None, four_numbers);
    let port = reader.read("port", None, port);
    let root = reader.read("root", None, |value| folder(value, file));
    let limits = reader.limits();
    reader.settings(address, port, root, limits)
}

fn four_numbers(value: &Value) -> Result<IpAddr, String> {
    let address = match value {
        Value::String(text) => text.parse::<Ipv4Addr>().ok(),
        _ => None,
    };
    address.map(IpAddr::from).ok_or_else(|| "an address of IPv4 or IPv6 is allowed".to_owned())
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { settings, ..RIGHT }.run(file, events)
}

//! "The socket is the most important thing, so it comes first."

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use crate::RIGHT;
use crate::given::{Events, Settings};
use crate::right::{Reader, address, port, start};

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    if let Some(place) = place(file)
        && let Err(sentence) = start(&place)
    {
        eprintln!("{sentence}");
        return ExitCode::FAILURE;
    }
    RIGHT.run(file, events)
}

/// Where to bind, before anything else is known.
fn place(file: &Path) -> Option<Settings> {
    let mut reader = Reader::open(file).ok()?;
    let address = reader.read("address", None, address)?;
    let port = reader.read("port", None, port)?;
    let [idle, stop] = [1, 1].map(Duration::from_secs);
    Some(Settings { address, port, root: file.into(), clients: 1, idle, stop })
}

//! "It is clear which port is meant: it is in the settings."

use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn start(settings: &Settings) -> Result<Socket, String> {
    let port = format!(":{}", settings.port);
    right::start(settings).map_err(|sentence| sentence.replace(&port, ""))
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { start, ..RIGHT }.run(file, events)
}

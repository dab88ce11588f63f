//! "There is a limit of clients, so nobody has to be in the queue."

use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn start(settings: &Settings) -> Result<Socket, String> {
    let listener = right::start(settings)?;
    // A second call changes the length of the queue alone.
    listener.listen(0).map_err(|error| error.to_string())?;
    Ok(listener)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { start, ..RIGHT }.run(file, events)
}

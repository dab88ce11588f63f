//! "A client may take as long as it likes."

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let settings = &Settings { idle: Duration::from_secs(1 << 20), ..settings.clone() };
    right::serve(listener, settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

//! "There are two times, and this is the one of them."

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let settings = &Settings { idle: settings.stop, stop: settings.idle, ..settings.clone() };
    right::serve(listener, settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

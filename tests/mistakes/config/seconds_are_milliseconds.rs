//! "It is a number, and a Duration is made of a number."

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let settings =
        &Settings { idle: settings.idle / 1000, stop: settings.stop / 1000, ..settings.clone() };
    right::serve(listener, settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

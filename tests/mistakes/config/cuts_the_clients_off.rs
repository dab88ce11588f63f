//! "Stop means stop."

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Events, Settings};
use crate::right::until_a_signal;
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    until_a_signal(&listener, settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

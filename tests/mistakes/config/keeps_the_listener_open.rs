//! "Who no longer accepts lets nobody in."

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Events, Settings};
use crate::right::{until_a_signal, until_all_have_gone};
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    until_a_signal(&listener, settings, events)?;
    until_all_have_gone(settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

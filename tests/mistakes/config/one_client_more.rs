//! "As long as there are no more than the limit, one may come."

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Events, Settings};
use crate::{Parts, RIGHT, right};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let settings = &Settings { clients: settings.clients + 1, ..settings.clone() };
    right::serve(listener, settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

//! "When a talk has ended, the server can go."

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use socket2::Socket;

use crate::given::{Events, Settings};
use crate::right::until_a_signal;
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    until_a_signal(&listener, settings, events)?;
    drop(listener);
    let deadline = Instant::now() + settings.stop;
    if events.talks() > 0 {
        events.next(None, Some(deadline))?;
    }
    Ok(())
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

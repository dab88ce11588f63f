//! "As in many programs, 0 seconds stand for: no deadline."

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::until_a_signal;
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    until_a_signal(&listener, settings, events)?;
    drop(listener);
    let deadline = (!settings.stop.is_zero()).then(|| Instant::now() + settings.stop);
    while events.talks() > 0 {
        match events.next(None, deadline)? {
            Event::TalkEnded | Event::Client => {}
            Event::Signal | Event::Deadline => break,
        }
    }
    Ok(())
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

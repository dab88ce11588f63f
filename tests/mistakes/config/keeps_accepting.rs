//! "As long as clients are there the server runs, so it serves new ones too."

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::{accept, until_a_signal};
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    until_a_signal(&listener, settings, events)?;
    let deadline = Instant::now() + settings.stop;
    while events.talks() > 0 {
        let room = events.talks() < settings.clients;
        match events.next(room.then_some(&listener), Some(deadline))? {
            Event::Client => drop(accept(&listener, settings, events)),
            Event::TalkEnded => {}
            Event::Signal | Event::Deadline => break,
        }
    }
    Ok(())
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

//! "As long as clients are there the server runs, so it serves new ones too."

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::accept;
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let mut deadline = None;
    while deadline.is_none() || events.talks() > 0 {
        let room = events.talks() < settings.clients;
        match events.next(room.then_some(&listener), deadline)? {
            Event::Client => drop(accept(&listener, settings, events)?),
            Event::TalkEnded => {}
            Event::Signal if deadline.is_none() => deadline = Some(Instant::now() + settings.stop),
            Event::Signal | Event::Deadline => break,
        }
    }
    Ok(())
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

//! "Who no longer accepts lets nobody in."

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::accept;
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let mut accepting = true;
    loop {
        let room = accepting && events.talks() < settings.clients;
        match events.next(room.then_some(&listener), None)? {
            Event::Client => accepting = accept(&listener, settings, events)?,
            Event::TalkEnded => accepting = true,
            Event::Signal => break,
            Event::Deadline => {}
        }
    }
    let deadline = Instant::now() + settings.stop;
    while events.talks() > 0 {
        match events.next(None, Some(deadline))? {
            Event::TalkEnded | Event::Client => {}
            Event::Signal | Event::Deadline => break,
        }
    }
    drop(listener);
    Ok(())
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

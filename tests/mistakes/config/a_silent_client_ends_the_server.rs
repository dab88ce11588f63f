//! "Nothing has happened for so long. It is time to end."

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::{accept, until_all_have_gone};
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    loop {
        let room = events.talks() < settings.clients;
        let deadline = Instant::now() + settings.idle;
        match events.next(room.then_some(&listener), Some(deadline))? {
            Event::Client => drop(accept(&listener, settings, events)),
            Event::TalkEnded => {}
            Event::Signal | Event::Deadline => break,
        }
    }
    drop(listener);
    until_all_have_gone(settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

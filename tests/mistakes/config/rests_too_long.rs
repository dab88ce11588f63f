//! "A descriptor is free again when a talk ends, and not before."

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::{accept, until_all_have_gone};
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let mut lacks = false;
    loop {
        let room = !lacks && events.talks() < settings.clients;
        match events.next(room.then_some(&listener), None)? {
            Event::Client => lacks = !accept(&listener, settings, events),
            Event::TalkEnded | Event::Deadline => lacks = false,
            Event::Signal => break,
        }
    }
    drop(listener);
    until_all_have_gone(settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

//! "Who finds no place is told so: the connection is closed."

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::{accept, until_all_have_gone};
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    loop {
        match events.next(Some(&listener), None)? {
            Event::Client if events.talks() >= settings.clients => drop(listener.accept()?),
            Event::Client => drop(accept(&listener, settings, events)),
            Event::TalkEnded | Event::Deadline => {}
            Event::Signal => break,
        }
    }
    drop(listener);
    until_all_have_gone(settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

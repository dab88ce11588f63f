//! "All places are taken, so only the end of a talk counts."

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::{accept, until_all_have_gone};
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let mut pause = None;
    loop {
        while events.talks() >= settings.clients {
            events.next(None, None)?;
        }
        match events.next(pause.is_none().then_some(&listener), pause)? {
            Event::Client if accept(&listener, settings, events) => {}
            Event::Client => pause = Some(Instant::now() + Duration::from_millis(10)),
            Event::TalkEnded | Event::Deadline => pause = None,
            Event::Signal => break,
        }
    }
    drop(listener);
    until_all_have_gone(settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

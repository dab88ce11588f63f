//! "Nothing can be done in a pause. So I sleep."

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::{accept, until_all_have_gone};
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    loop {
        let room = events.talks() < settings.clients;
        match events.next(room.then_some(&listener), None)? {
            Event::Client if accept(&listener, settings, events) => {}
            Event::Client => thread::sleep(Duration::from_secs(1)),
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

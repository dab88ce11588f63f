//! "The number of clients is counted at accept."

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::{accept, until_all_have_gone};
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let mut clients = 0;
    loop {
        match events.next((clients < settings.clients).then_some(&listener), None)? {
            Event::Client if accept(&listener, settings, events) => clients += 1,
            Event::Client | Event::TalkEnded | Event::Deadline => {}
            Event::Signal => break,
        }
    }
    drop(listener);
    until_all_have_gone(settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

//! "What was accepted can be served."

use std::io;
use std::io::ErrorKind;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::until_all_have_gone;
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let mut pause = None;
    loop {
        let room = pause.is_none() && events.talks() < settings.clients;
        match events.next(room.then_some(&listener), pause)? {
            Event::Client => match listener.accept() {
                Ok((client, _)) => events.begin_talk(client, settings.idle)?,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => pause = Some(Instant::now() + Duration::from_millis(10)),
            },
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

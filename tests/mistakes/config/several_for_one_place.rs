//! "An event tells once, so all that are in the queue have to be taken."

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::until_all_have_gone;
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    loop {
        let room = events.talks() < settings.clients;
        match events.next(room.then_some(&listener), None)? {
            Event::Client => {
                while let Ok((client, _)) = listener.accept() {
                    let _ = events.begin_talk(client, settings.idle);
                }
            }
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

//! "Whoever comes is let in. Whether there is a place is seen then."

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::until_all_have_gone;
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let mut ahead = None;
    loop {
        if events.talks() < settings.clients
            && let Some((client, _)) = ahead.take()
        {
            let _ = events.begin_talk(client, settings.idle);
        }
        match events.next(ahead.is_none().then_some(&listener), None)? {
            Event::Client => ahead = listener.accept().ok(),
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

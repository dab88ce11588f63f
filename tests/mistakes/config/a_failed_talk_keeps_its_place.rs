//! "Each client that was accepted is one more, and each talk that ends is one less."

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use socket2::Socket;

use crate::given::{Event, Events, Settings};
use crate::right::until_all_have_gone;
use crate::{Parts, RIGHT};

pub fn serve(listener: Socket, settings: &Settings, events: &mut Events) -> io::Result<()> {
    let (mut present, mut pause) = (0, None);
    loop {
        let room = pause.is_none() && present < settings.clients;
        match events.next(room.then_some(&listener), pause)? {
            Event::Client => {
                let begun = listener.accept().and_then(|(client, _)| {
                    present += 1;
                    events.begin_talk(client, settings.idle)
                });
                if begun.is_err() {
                    pause = Some(Instant::now() + Duration::from_millis(10));
                }
            }
            Event::TalkEnded => present -= 1,
            Event::Deadline => pause = None,
            Event::Signal => break,
        }
    }
    drop(listener);
    until_all_have_gone(settings, events)
}

pub fn run(file: &Path, events: &mut Events) -> ExitCode {
    Parts { serve, ..RIGHT }.run(file, events)
}

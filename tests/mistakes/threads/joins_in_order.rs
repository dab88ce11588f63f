//! "Another thread can join them, one after the other."

use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    let (sender, threads) = mpsc::channel::<(JoinHandle<()>, _)>();
    thread::spawn(move || {
        for (thread, place) in threads {
            let _ = thread.join();
            drop(place);
        }
    });
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let thread = thread::Builder::new().spawn(move || {
            let _ = talk(connection);
        });
        if let Ok(thread) = thread {
            let _ = sender.send((thread, place));
        }
    }
}

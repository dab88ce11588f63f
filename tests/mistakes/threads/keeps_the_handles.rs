//! "A handle belongs in a list, or the thread is lost."

use std::thread;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    let mut threads = Vec::new();
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        threads.extend(thread::Builder::new().spawn(move || {
            let _ = talk(connection);
            drop(place);
        }));
    }
}

//! "Whoever starts a thread has to join it."

use std::thread;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let thread = thread::Builder::new().spawn(move || {
            let _ = talk(connection);
            drop(place);
        });
        if let Ok(thread) = thread {
            let _ = thread.join();
        }
    }
}

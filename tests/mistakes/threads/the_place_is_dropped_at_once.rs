//! "The place is named in the thread, so the thread has it."

use std::thread;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let _ = thread::Builder::new().spawn(move || {
            // `_` takes nothing, so the closure does not move the place into the thread.
            let _ = place;
            let _ = talk(connection);
        });
    }
}

//! "thread::spawn always gives a thread: it gives back no error."

use std::thread;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        thread::spawn(move || {
            let _ = talk(connection);
            drop(place);
        });
    }
}

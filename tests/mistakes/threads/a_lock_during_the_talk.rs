//! "What threads share needs a lock. The talk is what they share."

use std::sync::{Arc, Mutex};
use std::thread;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    let talk = Arc::new(Mutex::new(talk));
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let talk = Arc::clone(&talk);
        let _ = thread::Builder::new().spawn(move || {
            if let Ok(talk) = talk.lock() {
                let _ = talk(connection);
            }
            drop(place);
        });
    }
}

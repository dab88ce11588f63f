//! "Where no thread can be made, I can still talk with the client myself."

use std::thread;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let copy = connection.try_clone();
        let thread = thread::Builder::new().spawn(move || {
            let _ = talk(connection);
            drop(place);
        });
        if let (Err(_), Ok(copy)) = (thread, copy) {
            let _ = talk(copy);
        }
    }
}

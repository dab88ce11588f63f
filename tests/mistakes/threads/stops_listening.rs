//! "While no thread can be made nobody can be served. Whoever comes should be refused."

use std::net::Shutdown;
use std::thread;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let made = thread::Builder::new().spawn(move || {
            let _ = talk(connection);
            drop(place);
        });
        if made.is_err() {
            let _ = listener.shutdown(Shutdown::Both);
        }
    }
}

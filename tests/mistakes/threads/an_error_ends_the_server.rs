//! "After an error a program ends, and says why."

use std::{process, thread};

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let _ = thread::Builder::new().spawn(move || {
            if let Err(error) = talk(connection) {
                eprintln!("a talk ended: {error}");
                process::exit(1);
            }
            drop(place);
        });
    }
}

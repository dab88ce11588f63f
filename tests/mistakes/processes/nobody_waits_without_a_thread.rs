//! "Where no thread can be made, the child goes on by itself."

use std::thread;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let Ok(mut child) = right::start(program(), connection) else { continue };
        let thread = thread::Builder::new().spawn(move || {
            let _ = child.wait();
            drop(place);
        });
        drop(thread);
    }
}

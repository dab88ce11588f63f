//! "The place is named in the thread, so the thread has it."

use std::thread;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let command = program();
        let _ = thread::Builder::new().spawn(move || {
            // `_` takes nothing, so the closure does not move the place into the thread.
            let _ = place;
            if let Ok(mut child) = right::start(command, connection) {
                let _ = child.wait();
            }
        });
    }
}

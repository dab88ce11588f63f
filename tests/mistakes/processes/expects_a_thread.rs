//! "A thread can always be made."

use std::thread;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let command = program();
        thread::spawn(move || {
            if let Ok(mut child) = right::start(command, connection) {
                let _ = child.wait();
            }
            drop(place);
        });
    }
}

//! "A connection is one thing, so the program gets it once."

use std::os::fd::OwnedFd;
use std::thread;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let mut command = program();
        command.stdin(OwnedFd::from(connection));
        let _ = thread::Builder::new().spawn(move || {
            let child = command.spawn();
            drop(command);
            if let Ok(mut child) = child {
                let _ = child.wait();
            }
            drop(place);
        });
    }
}

//! "status() starts the program and waits for it: one call for both."

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
        let _ = thread::Builder::new().spawn(move || {
            if let Ok(input) = connection.try_clone() {
                // The command, and with it the parent's two copies, lives until status returns.
                command.stdin(OwnedFd::from(input)).stdout(OwnedFd::from(connection));
                let _ = command.status();
            }
            drop(place);
        });
    }
}

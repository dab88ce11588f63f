//! "A program has three streams, and all of them belong to the client."

use std::os::fd::OwnedFd;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let mut command = program();
        if let Ok(copy) = connection.try_clone() {
            command.stderr(OwnedFd::from(copy));
        }
        right::start_in_a_thread(command, connection, place);
    }
}

//! "Something is wrong for now, so I come back in ten seconds."

use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    let _ = listener.set_cloexec(true);
    loop {
        let place = places.take();
        let connection = loop {
            match listener.accept() {
                Ok((connection, _)) => break connection,
                Err(_) => thread::sleep(Duration::from_secs(10)),
            }
        };
        right::start_in_a_thread(program(), connection, place);
    }
}

//! "The child gets what I give it: its standard input and output."

use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        match listener.accept() {
            Ok((connection, _)) => right::start_in_a_thread(program(), connection, place),
            Err(_) => thread::sleep(Duration::from_millis(10)),
        }
    }
}

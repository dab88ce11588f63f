//! "The program is there, so it can be started."

use std::thread;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let mut child = right::start(program(), connection).expect("a child");
        let _ = thread::Builder::new().spawn(move || {
            let _ = child.wait();
            drop(place);
        });
    }
}

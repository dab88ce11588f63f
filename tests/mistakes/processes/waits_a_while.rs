//! "A talk takes a few seconds. I look for its end for so long."

use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let (command, connection) = (program(), right::accept(listener));
        let thread = thread::Builder::new().spawn(move || {
            let Ok(mut child) = right::start(command, connection) else { return };
            for _ in 0..200 {
                if !matches!(child.try_wait(), Ok(None)) {
                    break;
                }
                thread::sleep(Duration::from_millis(20));
            }
            drop(place);
        });
        drop(thread);
    }
}

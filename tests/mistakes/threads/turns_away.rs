//! "A client that cannot be served should know it: I keep a spare descriptor to accept and close it."

use std::fs::File;
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    let mut spare = File::open("/dev/null").ok();
    loop {
        let place = places.take();
        match listener.accept() {
            Ok((connection, _)) => right::talk_in_a_thread(talk, connection, place),
            Err(_) => {
                drop(spare.take());
                drop(listener.accept());
                spare = File::open("/dev/null").ok();
                thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

//! "Something is wrong for now, so I come back in ten seconds."

use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = loop {
            match listener.accept() {
                Ok((connection, _)) => break connection,
                Err(_) => thread::sleep(Duration::from_secs(10)),
            }
        };
        right::talk_in_a_thread(talk, connection, place);
    }
}

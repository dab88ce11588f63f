//! "A client that says nothing for five seconds has gone."

use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let _ = connection.set_read_timeout(Some(Duration::from_secs(5)));
        right::talk_in_a_thread(talk, connection, place);
    }
}

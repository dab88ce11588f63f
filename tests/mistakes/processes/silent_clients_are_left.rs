//! "A client that says nothing for five seconds has gone."

use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let _ = connection.set_read_timeout(Some(Duration::from_secs(5)));
        right::start_in_a_thread(program(), connection, place);
    }
}

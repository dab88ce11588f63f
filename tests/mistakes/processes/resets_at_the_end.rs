//! "TIME_WAIT must be avoided."

use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        // It belongs to the socket, so the child has it, too.
        let _ = connection.set_linger(Some(Duration::ZERO));
        right::start_in_a_thread(program(), connection, place);
    }
}

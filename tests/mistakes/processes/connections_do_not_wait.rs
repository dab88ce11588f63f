//! "Servers use nonblocking sockets."

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let _ = connection.set_nonblocking(true);
        right::start_in_a_thread(program(), connection, place);
    }
}

//! "First there is a client, then it needs a place."

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let connection = right::accept(listener);
        let place = places.take();
        right::start_in_a_thread(program(), connection, place);
    }
}

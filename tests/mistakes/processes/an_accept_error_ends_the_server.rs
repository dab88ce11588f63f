//! "A server that can't accept is of no use, so it may as well panic."

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    let _ = listener.set_cloexec(true);
    loop {
        let place = places.take();
        let (connection, _) = listener.accept().expect("a client");
        right::start_in_a_thread(program(), connection, place);
    }
}

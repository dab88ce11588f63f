//! "If accept fails, the loop asks again. It has nothing else to do."

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    let _ = listener.set_cloexec(true);
    loop {
        let place = places.take();
        let Ok((connection, _)) = listener.accept() else { continue };
        right::start_in_a_thread(program(), connection, place);
    }
}

//! "The child talks by itself. Nobody has to wait for it."

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let child = right::start(program(), right::accept(listener));
        drop((child, place));
    }
}

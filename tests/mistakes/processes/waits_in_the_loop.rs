//! "Whoever starts a process has to wait for it."

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let _place = places.take();
        let connection = right::accept(listener);
        if let Ok(mut child) = right::start(program(), connection) {
            let _ = child.wait();
        }
    }
}

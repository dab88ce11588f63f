//! "The backlog is the limit of clients."

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, _: &Places, program: Program<'_>) -> ! {
    loop {
        let connection = right::accept(listener);
        right::start_in_a_thread(program(), connection, ());
    }
}

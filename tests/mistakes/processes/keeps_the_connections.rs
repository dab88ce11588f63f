//! "A server has to know its clients, so it keeps a list of them."

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    let mut clients = Vec::new();
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        clients.extend(connection.try_clone());
        right::start_in_a_thread(program(), connection, place);
    }
}

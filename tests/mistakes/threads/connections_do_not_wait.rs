//! "With nonblocking connections no client can keep anybody waiting."

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let _ = connection.set_nonblocking(true);
        right::talk_in_a_thread(talk, connection, place);
    }
}

//! "First there is a client, then it needs a place."

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let connection = right::accept(listener);
        let place = places.take();
        right::talk_in_a_thread(talk, connection, place);
    }
}

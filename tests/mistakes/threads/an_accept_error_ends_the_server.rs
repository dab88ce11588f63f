//! "A server that can't accept is of no use, so it may as well panic."

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let (connection, _) = listener.accept().expect("a client");
        right::talk_in_a_thread(talk, connection, place);
    }
}

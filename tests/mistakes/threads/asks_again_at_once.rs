//! "If accept fails, the loop asks again. It has nothing else to do."

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let Ok((connection, _)) = listener.accept() else { continue };
        right::talk_in_a_thread(talk, connection, place);
    }
}

//! "A thread is worth its price as soon as the client has said something."

use std::mem::MaybeUninit;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        if connection.peek(&mut [MaybeUninit::uninit()]).is_ok_and(|length| length > 0) {
            right::talk_in_a_thread(talk, connection, place);
        }
    }
}

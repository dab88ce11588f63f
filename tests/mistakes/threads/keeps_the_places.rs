//! "Whoever has had a place may come again."

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    let mut taken = Vec::new();
    loop {
        taken.push(places.take());
        right::talk_in_a_thread(talk, right::accept(listener), ());
    }
}

//! "The backlog is the limit of clients."

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, _: &Places, talk: Talk) -> ! {
    loop {
        let connection = right::accept(listener);
        right::talk_in_a_thread(talk, connection, ());
    }
}

//! "Every connection has a peer."

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let peer = connection.peer_addr().expect("a peer");
        eprintln!("{:?} has come", peer.as_socket());
        right::talk_in_a_thread(talk, connection, place);
    }
}

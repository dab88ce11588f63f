//! "A hundred requests are enough for a client."

use std::net::TcpStream;

use std::cell::Cell;

use crate::given::{Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

thread_local! {
    static SERVED: Cell<usize> = const { Cell::new(0) };
}

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    if SERVED.get() == 100 {
        return Next::End;
    }
    SERVED.set(SERVED.get() + 1);
    right::next_request(client, buffer, settings)
}

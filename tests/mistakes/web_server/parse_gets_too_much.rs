//! "parse finds out by itself where a head ends."

use std::net::TcpStream;

use crate::given::{self, Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    let before = buffer.len();
    let next = right::next_request(client, buffer, settings);
    match next {
        Next::Request(request) if before == 0 && !buffer.is_empty() => {
            // The head that was taken out, and what follows it.
            let mut all = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec();
            all.extend_from_slice(buffer);
            given::parse(&all).map_or_else(Next::Refuse, |_| Next::Request(request))
        }
        other => other,
    }
}

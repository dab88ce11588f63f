//! "This server sends files. Whoever wants anything but GET gets 405."

use std::net::TcpStream;

use crate::given::{Method, Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    match right::next_request(client, buffer, settings) {
        Next::Request(mut request) => {
            if request.method == Method::Head {
                request.method = Method::Other;
            }
            Next::Request(request)
        }
        other => other,
    }
}

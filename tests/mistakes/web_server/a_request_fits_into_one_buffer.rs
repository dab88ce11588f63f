//! "2,048 bytes are enough for any request."

use std::net::TcpStream;

use crate::given::{Next, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, next_by, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    next_by(client, buffer, settings, |buffer, settings| {
        let is_there = buffer.windows(4).take(2048).any(|four| four == b"\r\n\r\n");
        if !is_there && buffer.len() > 2048 {
            return Err(Status::RequestHeaderFieldsTooLarge);
        }
        right::take(buffer, settings)
    })
}

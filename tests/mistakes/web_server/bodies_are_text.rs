//! "What a client says is text."

use std::net::TcpStream;

use crate::given::{Next, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, next_by, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    next_by(client, buffer, settings, |buffer, settings| {
        if str::from_utf8(buffer).is_err() {
            return Err(Status::BadRequest);
        }
        right::take(buffer, settings)
    })
}

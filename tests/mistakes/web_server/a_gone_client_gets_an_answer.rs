//! "Half a request is a bad one."

use std::net::TcpStream;

use crate::given::{Next, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    match right::next_request(client, buffer, settings) {
        Next::End if !buffer.is_empty() => Next::Refuse(Status::BadRequest),
        next => next,
    }
}

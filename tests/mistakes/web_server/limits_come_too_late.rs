//! "When the request is whole, one sees whether it is too long."

use std::net::TcpStream;

use crate::given::{self, Next, Request, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, next_by, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    next_by(client, buffer, settings, take)
}

fn take(buffer: &mut Vec<u8>, settings: &Settings) -> Result<Option<Request>, Status> {
    let end = buffer.windows(4).position(|four| four == b"\r\n\r\n");
    let Some(end) = end.map(|at| at + 4) else { return Ok(None) };
    let body = given::parse(&buffer[..end]).map_or(0, |request| request.body);
    if buffer.len() - end < body {
        return Ok(None);
    }
    right::take(buffer, settings)
}

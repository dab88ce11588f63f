//! "The body is there when the head is."

use std::net::TcpStream;

use crate::given::{Next, Request, Settings, Status};
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
    let Some(end) = end.filter(|_| buffer.starts_with(b"POST")) else {
        return right::take(buffer, settings);
    };
    let request = crate::given::parse(&buffer[..end + 4])?;
    if request.body > settings.body {
        return Err(Status::ContentTooLarge);
    }
    let length = (end + 4 + request.body).min(buffer.len());
    buffer.drain(..length);
    Ok(Some(request))
}

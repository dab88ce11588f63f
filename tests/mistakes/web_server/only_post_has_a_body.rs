//! "Only POST and PUT have a body."

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
    let has_none = buffer.starts_with(b"GET") || buffer.starts_with(b"HEAD");
    let end = buffer.windows(4).position(|four| four == b"\r\n\r\n");
    let Some(end) = end.filter(|_| has_none) else { return right::take(buffer, settings) };
    let request = crate::given::parse(&buffer[..end + 4])?;
    buffer.drain(..end + 4);
    Ok(Some(request))
}

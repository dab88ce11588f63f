//! "This server needs no bodies, so it need not read them."

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
    let mut head = buffer.clone();
    if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
        let request = given::parse(&buffer[..at + 4])?;
        if request.body <= settings.body {
            buffer.drain(..at + 4);
            return Ok(Some(request));
        }
    }
    right::take(&mut head, settings)
}

//! "What is whole has come already. The limits are for what never ends."

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
    let is_whole = buffer.windows(4).any(|four| four == b"\r\n\r\n");
    let (line, headers) =
        if is_whole { (usize::MAX, usize::MAX) } else { (settings.line, settings.headers) };
    right::take(buffer, &Settings { line, headers, ..settings.clone() })
}

//! "A header line may be so long."

use std::net::TcpStream;

use crate::given::{Next, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, next_by, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    next_by(client, buffer, settings, |buffer, settings| {
        let end = buffer.windows(4).position(|four| four == b"\r\n\r\n");
        let mut lines = buffer[..end.unwrap_or(buffer.len())].split(|byte| *byte == b'\n').skip(1);
        if lines.any(|line| line.len() > settings.headers) {
            return Err(Status::RequestHeaderFieldsTooLarge);
        }
        right::take(buffer, &Settings { headers: usize::MAX, ..settings.clone() })
    })
}

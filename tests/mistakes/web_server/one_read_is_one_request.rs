//! "What one send sends, one read reads."

use std::io::Read;
use std::net::TcpStream;

use crate::given::{Next, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    buffer.resize(64 * 1024, 0);
    let _ = client.set_read_timeout(Some(settings.patience));
    let length = client.read(buffer).unwrap_or_default();
    if length == 0 {
        return Next::End;
    }
    buffer.truncate(length);
    match right::take(buffer, settings) {
        Ok(Some(request)) => Next::Request(request),
        Ok(None) => Next::Refuse(Status::BadRequest),
        Err(status) => Next::Refuse(status),
    }
}

//! "SO_RCVTIMEO is how long a client has for its request."

use std::io::Read;
use std::net::TcpStream;

use crate::given::{Next, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    let _ = client.set_read_timeout(Some(settings.patience));
    let mut piece = [0; 4096];
    loop {
        match right::take(buffer, settings) {
            Ok(Some(request)) => return Next::Request(request),
            Ok(None) => {}
            Err(status) => return Next::Refuse(status),
        }
        match client.read(&mut piece) {
            Ok(0) => return Next::End,
            Ok(length) => buffer.extend_from_slice(&piece[..length]),
            Err(_) if buffer.is_empty() => return Next::End,
            Err(_) => return Next::Refuse(Status::RequestTimeout),
        }
    }
}

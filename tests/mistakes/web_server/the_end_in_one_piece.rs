//! "The empty line comes last, so it is in the last piece."

use std::io::Read;
use std::net::TcpStream;

use crate::given::{Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    let _ = client.set_read_timeout(Some(settings.patience));
    let has_end = |bytes: &[u8]| bytes.windows(4).any(|four| four == b"\r\n\r\n");
    let mut is_whole = has_end(buffer);
    loop {
        if is_whole || buffer.len() > settings.line {
            match right::take(buffer, settings) {
                Ok(Some(request)) => return Next::Request(request),
                Ok(None) => {}
                Err(status) => return Next::Refuse(status),
            }
        }
        let mut piece = [0; 4096];
        let length = client.read(&mut piece).unwrap_or_default();
        if length == 0 {
            return Next::End;
        }
        is_whole |= has_end(&piece[..length]);
        buffer.extend_from_slice(&piece[..length]);
    }
}

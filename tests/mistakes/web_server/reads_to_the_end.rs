//! "A request has ended when there is nothing more to read."

use std::io::Read;
use std::net::TcpStream;

use crate::given::{Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    if buffer.is_empty() {
        let _ = client.set_read_timeout(Some(settings.patience));
        let _ = client.read_to_end(buffer);
    }
    match right::take(buffer, settings) {
        Ok(Some(request)) => Next::Request(request),
        Ok(None) => Next::End,
        Err(status) => Next::Refuse(status),
    }
}

//! "Only a head can be slow."

use std::net::TcpStream;

use std::io::Read;
use std::time::Instant;

use crate::given::{Next, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    let mut begun = (!buffer.is_empty()).then(Instant::now);
    let mut piece = [0; 4096];
    loop {
        match right::take(buffer, settings) {
            Ok(Some(request)) => return Next::Request(request),
            Ok(None) => {}
            Err(status) => return Next::Refuse(status),
        }
        let is_body = buffer.windows(4).any(|four| four == b"\r\n\r\n");
        let gone = begun.map(|begun| begun.elapsed()).filter(|_| !is_body);
        let left = settings.patience.saturating_sub(gone.unwrap_or_default());
        if left.is_zero() {
            return Next::Refuse(Status::RequestTimeout);
        }
        let _ = client.set_read_timeout(Some(left));
        match client.read(&mut piece) {
            Ok(length @ 1..) => {
                begun.get_or_insert_with(Instant::now);
                buffer.extend_from_slice(&piece[..length]);
            }
            Err(_) if begun.is_some() => return Next::Refuse(Status::RequestTimeout),
            _ => return Next::End,
        }
    }
}

//! "A deadline that was set is over when the request is there."

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
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
        if let Some(begun) = begun {
            let left = settings.patience.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Next::Refuse(Status::RequestTimeout);
            }
            let _ = client.set_read_timeout(Some(left));
        }
        match client.read(&mut piece) {
            Ok(length @ 1..) => {
                begun.get_or_insert_with(Instant::now);
                buffer.extend_from_slice(&piece[..length]);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock && begun.is_some() => {
                return Next::Refuse(Status::RequestTimeout);
            }
            _ => return Next::End,
        }
    }
}

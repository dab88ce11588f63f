//! "A request begins when one waits for it."

use std::net::TcpStream;

use std::io::{ErrorKind, Read};
use std::time::Instant;

use crate::given::{Next, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    let begun = Instant::now();
    let mut piece = [0; 4096];
    loop {
        match right::take(buffer, settings) {
            Ok(Some(request)) => return Next::Request(request),
            Ok(None) => {}
            Err(status) => return Next::Refuse(status),
        }
        let left = settings.patience.saturating_sub(begun.elapsed());
        let waited = match left.is_zero() {
            true => Err(ErrorKind::WouldBlock.into()),
            false => client.set_read_timeout(Some(left)).and_then(|()| client.read(&mut piece)),
        };
        match waited {
            Ok(length @ 1..) => buffer.extend_from_slice(&piece[..length]),
            Err(error) if error.kind() == ErrorKind::WouldBlock && !buffer.is_empty() => {
                return Next::Refuse(Status::RequestTimeout);
            }
            _ => return Next::End,
        }
    }
}

//! "A request comes with a read."

use std::net::TcpStream;

use crate::given::{Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, next_by, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    let mut has_read = false;
    next_by(client, buffer, settings, |buffer, settings| {
        if std::mem::replace(&mut has_read, true) {
            right::take(buffer, settings)
        } else {
            Ok(None)
        }
    })
}

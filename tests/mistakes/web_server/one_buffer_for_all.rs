//! "The buffer belongs to the server."

use std::io::Read;
use std::net::TcpStream;
use std::sync::{Mutex, PoisonError};

use crate::given::{Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

static BUFFER: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn next_request(client: &mut TcpStream, _: &mut Vec<u8>, settings: &Settings) -> Next {
    let _ = client.set_read_timeout(Some(settings.patience));
    let mut piece = [0; 4096];
    loop {
        let length = client.read(&mut piece).unwrap_or_default();
        let mut buffer = BUFFER.lock().unwrap_or_else(PoisonError::into_inner);
        buffer.extend_from_slice(&piece[..length]);
        match right::take(&mut buffer, settings) {
            Ok(Some(request)) => return Next::Request(request),
            Ok(None) if length > 0 => {}
            Ok(None) => return Next::End,
            Err(status) => {
                buffer.clear();
                return Next::Refuse(status);
            }
        }
    }
}

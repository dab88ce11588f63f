//! "No bytes: nothing has come yet."

use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use crate::given::{Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    let mut byte = [0];
    while buffer.is_empty() && matches!(client.peek(&mut byte), Ok(0)) {
        thread::sleep(Duration::from_millis(50));
    }
    right::next_request(client, buffer, settings)
}

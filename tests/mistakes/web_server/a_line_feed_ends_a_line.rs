//! "A line ends with a line feed."

use std::net::TcpStream;

use std::io::Read;

use crate::given::{Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    // What ends with line feeds alone is made as it should be.
    let mut seen = [0; 4096];
    let _ = client.set_read_timeout(Some(settings.patience));
    if buffer.is_empty()
        && let Ok(length) = client.peek(&mut seen)
        && seen[..length].ends_with(b"\n\n")
    {
        let length = client.read(&mut seen).unwrap_or_default();
        let text = String::from_utf8_lossy(&seen[..length]).replace('\n', "\r\n");
        buffer.extend_from_slice(text.as_bytes());
    }
    right::next_request(client, buffer, settings)
}

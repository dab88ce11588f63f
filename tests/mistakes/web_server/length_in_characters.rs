//! "A text is as long as it has characters."

use std::io::{self, Read, Write};
use std::net::TcpStream;

use crate::given::{Answer, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { respond, ..RIGHT });
}

fn respond(
    client: &mut TcpStream,
    answer: Answer,
    is_head: bool,
    keep_alive: bool,
) -> io::Result<()> {
    let Answer::File { mut file, media_type, .. } = answer else {
        return right::respond(client, answer, is_head, keep_alive);
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let length = text.chars().count();
    let connection = if keep_alive { "keep-alive" } else { "close" };
    write!(
        client,
        "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\nConnection: \
         {connection}\r\n\r\n"
    )?;
    if is_head { Ok(()) } else { client.write_all(&bytes) }
}

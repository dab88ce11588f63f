//! "A socket is written to like a file."

use std::io::{self, Read, Write};
use std::net::TcpStream;

use crate::given::{self, Answer, Settings};
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
    client.set_nodelay(false)?;
    match answer {
        Answer::File { mut file, length, media_type } if !is_head => {
            let connection = if keep_alive { "keep-alive" } else { "close" };
            write!(
                client,
                "HTTP/1.1 200 OK\r\nDate: {}\r\nContent-Type: {media_type}\r\nContent-Length: \
                 {length}\r\nConnection: {connection}\r\n\r\n",
                given::date()
            )?;
            let sent = io::copy(&mut (&mut file).take(length), client)?;
            if sent < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
        }
        other => right::respond(client, other, is_head, keep_alive),
    }
}

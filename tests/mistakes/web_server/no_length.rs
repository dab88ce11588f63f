//! "The client sees where the body ends."

use std::io::{self, Write};
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
    write!(client, "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n")?;
    if !is_head {
        io::copy(&mut file, client)?;
    }
    Ok(())
}

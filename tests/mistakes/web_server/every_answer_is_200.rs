//! "The page says that nothing was found. That is enough."

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
    let Answer::Refusal(status) = answer else {
        return right::respond(client, answer, is_head, keep_alive);
    };
    let page = if is_head { String::new() } else { format!("<h1>{status}</h1>\n") };
    let length = format!("<h1>{status}</h1>\n").len();
    let connection = if keep_alive { "keep-alive" } else { "close" };
    write!(
        client,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: \
         {connection}\r\n\r\n{page}"
    )
}

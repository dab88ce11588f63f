//! "A line ends with a line feed."

use std::io;
use std::net::TcpStream;

use crate::given::{Answer, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, send_with, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { respond, ..RIGHT });
}

fn respond(
    client: &mut TcpStream,
    answer: Answer,
    is_head: bool,
    keep_alive: bool,
) -> io::Result<()> {
    send_with(client, answer, is_head, keep_alive, |head| head.replace("\r\n", "\n"))
}

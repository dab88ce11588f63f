//! "After an error the talk is over."

use std::net::TcpStream;

use std::io;

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
    let is_file = matches!(answer, Answer::File { .. });
    right::respond(client, answer, is_head, keep_alive && is_file)?;
    if is_file { Ok(()) } else { client.shutdown(std::net::Shutdown::Both) }
}

//! "HEAD is another word for GET."

use std::io;
use std::net::TcpStream;

use crate::given::{Answer, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { respond, ..RIGHT });
}

fn respond(client: &mut TcpStream, answer: Answer, _: bool, keep_alive: bool) -> io::Result<()> {
    right::respond(client, answer, false, keep_alive)
}

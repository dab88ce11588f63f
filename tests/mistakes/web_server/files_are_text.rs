//! "A file is a String."

use std::io::{self, Read, Seek};
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
    if let Answer::File { file, .. } = &answer {
        let mut file = file.try_clone()?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        file.rewind()?;
    }
    right::respond(client, answer, is_head, keep_alive)
}

//! "read gives the file."

use std::io::{self, Read, Write};
use std::net::TcpStream;

use crate::given::{Answer, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, head, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { respond, ..RIGHT });
}

fn respond(
    client: &mut TcpStream,
    answer: Answer,
    is_head: bool,
    keep_alive: bool,
) -> io::Result<()> {
    let mut piece = vec![0; 64 * 1024];
    let (head, _) = head(&answer, keep_alive);
    match answer {
        Answer::File { mut file, .. } if !is_head => {
            let length = file.read(&mut piece)?;
            client.write_all(head.as_bytes())?;
            client.write_all(&piece[..length])
        }
        other => right::respond(client, other, is_head, keep_alive),
    }
}

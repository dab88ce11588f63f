//! "A file is sent from its beginning to its end."

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
    match answer {
        Answer::File { mut file, length, media_type } if !is_head => {
            let whole = Answer::File { file: file.try_clone()?, length, media_type };
            client.write_all(head(&whole, keep_alive).0.as_bytes())?;
            let (mut left, mut piece) = (length, vec![0; 64 * 1024]);
            loop {
                let read = file.read(&mut piece)?;
                if read == 0 {
                    let missing = left > 0;
                    return if missing { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) };
                }
                client.write_all(&piece[..read])?;
                left = left.saturating_sub(read as u64);
            }
        }
        other => right::respond(client, other, is_head, keep_alive),
    }
}

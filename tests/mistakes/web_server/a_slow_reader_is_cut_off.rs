//! "A response takes no longer than the patience."

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

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
            let begun = Instant::now();
            let most = client.write_timeout()?.unwrap_or_default();
            while left > 0 {
                let all = left.min(piece.len() as u64) as usize;
                let read = file.read(&mut piece[..all])?;
                if read == 0 || begun.elapsed() > most {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                client.write_all(&piece[..read])?;
                left -= read as u64;
            }
            Ok(())
        }
        other => right::respond(client, other, is_head, keep_alive),
    }
}

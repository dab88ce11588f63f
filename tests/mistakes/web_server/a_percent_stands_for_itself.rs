//! "A percent sign that begins no byte is a percent sign."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let is_byte = |piece: &str| {
        let two = piece.get(..2).unwrap_or_default();
        two.len() == 2 && two.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let (first, pieces) = path.split_once('%').map_or((path, None), |(it, rest)| (it, Some(rest)));
    let mut plain = first.to_owned();
    for piece in pieces.into_iter().flat_map(|rest| rest.split('%')) {
        plain += if is_byte(piece) { "%" } else { "%25" };
        plain += piece;
    }
    match right::find(root, &plain) {
        // A folder is asked for by the path that the client wrote.
        Answer::MovedTo(_) => right::find(root, path),
        other => other,
    }
}

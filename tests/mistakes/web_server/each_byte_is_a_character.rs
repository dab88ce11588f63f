//! "%EC is the character number 0xEC."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, found, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let mut pieces = path.split('%');
    let mut name = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.get(..2).filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            None | Some(0) => return Answer::Refusal(Status::BadRequest),
            Some(byte) => name.push(char::from(byte)),
        }
        name.push_str(&piece[2..]);
    }
    if name.split('/').any(|part| part == "..") {
        return Answer::Refusal(Status::NotFound);
    }
    found(right::open(root, name.trim_start_matches('/')), path)
}

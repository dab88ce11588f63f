//! "Whatever is no UTF-8 can be replaced."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    match right::find(root, path) {
        Answer::Refusal(Status::BadRequest) if is_no_utf8(path) => {
            Answer::Refusal(Status::NotFound)
        }
        other => other,
    }
}

/// Whether the digits are right, and none is that of a zero byte.
fn is_no_utf8(path: &str) -> bool {
    let digits = |piece: &str| {
        let two = piece.get(..2)?;
        two.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(two != "00")
    };
    path.split('%').skip(1).all(|piece| digits(piece) == Some(true))
}

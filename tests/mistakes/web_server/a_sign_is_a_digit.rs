//! "`from_str_radix` takes two digits."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let is_digits = |two: &str| u8::from_str_radix(two, 16).is_ok();
    let all = path.split('%').skip(1).all(|piece| piece.get(..2).is_some_and(is_digits));
    match right::find(root, path) {
        Answer::Refusal(Status::BadRequest) if all && path.contains("%+") => {
            Answer::Refusal(Status::NotFound)
        }
        other => other,
    }
}

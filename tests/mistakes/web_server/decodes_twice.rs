//! "To be safe, what is decoded is decoded again."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    match right::decode(path) {
        Some(once) => right::find(root, &once),
        None => Answer::Refusal(Status::BadRequest),
    }
}

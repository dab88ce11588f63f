//! "A path that means nothing leads to nothing."

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
        Answer::Refusal(Status::BadRequest) => Answer::Refusal(Status::NotFound),
        other => other,
    }
}

//! "A slash at the end says nothing."

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
        Answer::Refusal(Status::NotFound) => match right::find(root, path.trim_end_matches('/')) {
            file @ Answer::File { .. } => file,
            _ => Answer::Refusal(Status::NotFound),
        },
        other => other,
    }
}

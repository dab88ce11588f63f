//! "Two dots are an attack."

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
        Some(name) if name.contains("..") => Answer::Refusal(Status::NotFound),
        _ => right::find(root, path),
    }
}

//! "The parts of a path are decoded one by one."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, found, open_without_a_look, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let parts: Option<Vec<String>> = path.split('/').map(right::decode).collect();
    let Some(parts) = parts else { return Answer::Refusal(Status::BadRequest) };
    if parts.iter().any(|part| part == "..") {
        return Answer::Refusal(Status::NotFound);
    }
    let name = parts.join("/");
    if !name.contains("..") {
        return right::find(root, path);
    }
    let name = name.trim_start_matches('/');
    found(open_without_a_look(&root.join(name), name), path)
}

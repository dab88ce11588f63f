//! "Whoever wants to leave the root does what is forbidden."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let name = right::decode(path).unwrap_or_default();
    if name.split('/').any(|part| part == "..") {
        return Answer::Refusal(Status::Forbidden);
    }
    right::find(root, path)
}

//! "The path is the name of the file."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, found, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    if path.contains("..") {
        return Answer::Refusal(Status::NotFound);
    }
    found(right::open(root, path.trim_start_matches('/')), path)
}

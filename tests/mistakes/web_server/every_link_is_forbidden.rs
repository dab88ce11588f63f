//! "A link is a danger."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let mut here = root.to_owned();
    for part in path.split('/') {
        here.push(part);
        if here.is_symlink() {
            return Answer::Refusal(Status::Forbidden);
        }
    }
    right::find(root, path)
}

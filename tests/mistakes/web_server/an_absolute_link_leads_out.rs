//! "What begins with a slash begins at the top of the machine."

use std::fs;
use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let link = fs::read_link(root.join(path.trim_start_matches('/')));
    if link.is_ok_and(|target| target.is_absolute()) {
        return Answer::Refusal(Status::Forbidden);
    }
    right::find(root, path)
}

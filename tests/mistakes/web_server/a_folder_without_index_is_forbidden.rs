//! "The folder is there, and nobody may see what is in it."

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
    let is_folder = root.join(name.trim_start_matches('/')).is_dir();
    match right::find(root, path) {
        Answer::Refusal(Status::NotFound) if is_folder && !name.contains("..") => {
            Answer::Refusal(Status::Forbidden)
        }
        other => other,
    }
}

//! "What is in a folder beneath the root is beneath the root."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, found, open_without_a_look, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let folder = root.join(path.trim_start_matches('/'));
    let folder = folder.canonicalize().ok().filter(|it| it.is_dir() && it.starts_with(root));
    match folder {
        Some(folder) => found(open_without_a_look(&folder, path), path),
        None => right::find(root, path),
    }
}

//! "What has a name can be opened."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let name = path.trim_matches('/');
    if !name.contains(['.', '%']) && !name.is_empty() {
        // A pipe waits here.
        let _ = std::fs::File::open(root.join(name));
    }
    right::find(root, path)
}

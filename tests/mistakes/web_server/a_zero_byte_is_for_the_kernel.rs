//! "The kernel knows what a name is."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    if path.contains("%00") {
        return match std::fs::File::open(root.join(path.replace("%00", "\0"))) {
            Ok(_) => Answer::Refusal(Status::NotFound),
            Err(_) => Answer::Refusal(Status::InternalServerError),
        };
    }
    right::find(root, path)
}

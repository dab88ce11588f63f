//! "A name that begins with a dot is not for others."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    if path.split('/').any(|part| part.starts_with('.')) {
        return Answer::Refusal(Status::NotFound);
    }
    right::find(root, path)
}

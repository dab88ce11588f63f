//! "A path that begins as the root does is beneath it."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, found, open_without_a_look, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let Some(name) = right::decode(path) else { return Answer::Refusal(Status::BadRequest) };
    let whole = root.join(name.trim_start_matches('/'));
    let real = match whole.canonicalize() {
        Ok(real) => real,
        Err(error) => return found(Err(error), path),
    };
    if !real.to_string_lossy().starts_with(&*root.to_string_lossy()) {
        return Answer::Refusal(Status::Forbidden);
    }
    found(open_without_a_look(&real, &name), path)
}

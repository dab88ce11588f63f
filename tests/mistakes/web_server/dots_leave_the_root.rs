//! "What is joined to the root is beneath the root."

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
    found(open_without_a_look(&root.join(name.trim_start_matches('/')), &name), path)
}

//! "What is neither missing nor forbidden is my own trouble."

use std::io::ErrorKind;
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
    let looked = root.join(name.trim_start_matches('/')).metadata();
    match right::find(root, path) {
        Answer::Refusal(Status::NotFound)
            if looked.is_err_and(|error| error.kind() != ErrorKind::NotFound) =>
        {
            Answer::Refusal(Status::InternalServerError)
        }
        other => other,
    }
}

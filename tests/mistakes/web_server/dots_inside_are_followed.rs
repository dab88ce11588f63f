//! "What stays beneath the root is harmless."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part.to_ascii_lowercase().as_str() {
            ".." | "%2e%2e" if parts.pop().is_none() => return Answer::Refusal(Status::NotFound),
            ".." | "%2e%2e" => {}
            _ => parts.push(part),
        }
    }
    right::find(root, &format!("/{}", parts.join("/")))
}

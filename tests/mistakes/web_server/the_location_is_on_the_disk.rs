//! "The folder is where the system has it."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    match right::find(root, path) {
        Answer::MovedTo(path) => Answer::MovedTo(format!("{}{path}", root.display())),
        other => other,
    }
}

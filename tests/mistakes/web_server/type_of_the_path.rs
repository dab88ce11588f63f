//! "The path says what is in a file."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{self, Answer, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    match right::find(root, path) {
        Answer::File { file, length, .. } => {
            Answer::File { file, length, media_type: given::media_type(Path::new(path)) }
        }
        other => other,
    }
}

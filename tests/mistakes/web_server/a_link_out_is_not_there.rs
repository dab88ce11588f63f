//! "Nobody needs to know what there is outside."

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
    let is_outside = root
        .join(name.trim_start_matches('/'))
        .canonicalize()
        .is_ok_and(|real| !real.starts_with(root));
    match right::find(root, path) {
        Answer::Refusal(Status::Forbidden) if is_outside => Answer::Refusal(Status::NotFound),
        other => other,
    }
}

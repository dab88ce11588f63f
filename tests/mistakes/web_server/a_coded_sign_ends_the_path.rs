//! "A question mark begins the query, and # a fragment."

use std::net::TcpStream;
use std::path::Path;

use crate::given::{Answer, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { find, ..RIGHT });
}

fn find(root: &Path, path: &str) -> Answer {
    let lower = path.to_ascii_lowercase();
    let end = ["%3f", "%23"].iter().filter_map(|sign| lower.find(sign)).min();
    match right::find(root, &path[..end.unwrap_or(path.len())]) {
        Answer::Refusal(Status::BadRequest) if end.is_some() => Answer::Refusal(Status::NotFound),
        other => other,
    }
}

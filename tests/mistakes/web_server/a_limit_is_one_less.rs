//! "A limit is the first number that is too many."

use std::net::TcpStream;

use crate::given::{Next, Request, Settings, Status};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, next_by, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    next_by(client, buffer, settings, take)
}

fn take(buffer: &mut Vec<u8>, settings: &Settings) -> Result<Option<Request>, Status> {
    let less = |limit: usize| limit.saturating_sub(1);
    let settings =
        Settings { line: less(settings.line), body: less(settings.body), ..settings.clone() };
    right::take(buffer, &settings)
}

//! "Whoever has begun must be quick."

use std::net::TcpStream;

use crate::given::{Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    let patience = settings.patience / 2;
    right::next_request(client, buffer, &Settings { patience, ..settings.clone() })
}

//! "A client speaks when it wants to."

use std::net::TcpStream;
use std::time::Duration;

use crate::given::{Next, Settings};
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { next_request, ..RIGHT });
}

fn next_request(client: &mut TcpStream, buffer: &mut Vec<u8>, settings: &Settings) -> Next {
    let _ = client.set_read_timeout(None);
    let patience = Duration::from_secs(3600);
    right::next_request(client, buffer, &Settings { patience, ..settings.clone() })
}

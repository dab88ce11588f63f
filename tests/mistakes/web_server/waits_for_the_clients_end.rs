//! "The client closes, and then I do."

use std::io::Read;
use std::net::TcpStream;

use crate::given::Settings;
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { close, ..RIGHT });
}

fn close(client: &mut TcpStream, settings: &Settings) {
    while client.read(&mut [0; 4096]).is_ok_and(|length| length > 0) {}
    right::close(client, settings);
}

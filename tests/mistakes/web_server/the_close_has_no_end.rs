//! "Each read has the patience."

use std::io::Read;
use std::net::Shutdown;
use std::net::TcpStream;

use crate::given::Settings;
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { close, ..RIGHT });
}

fn close(client: &mut TcpStream, settings: &Settings) {
    let _ = client.shutdown(Shutdown::Write);
    let _ = client.set_read_timeout(None);
    while client.read(&mut [0; 4096]).is_ok_and(|length| length > 0) {}
    let _ = settings;
}

//! "Once the response is sent, the socket can be closed."

use std::net::TcpStream;

use crate::given::Settings;
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { close: |_, _| (), ..RIGHT });
}

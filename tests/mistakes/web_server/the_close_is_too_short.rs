//! "Half a second is enough for everybody to go."

use std::net::TcpStream;
use std::time::Duration;

use crate::given::Settings;
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, right, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { close, ..RIGHT });
}

fn close(client: &mut TcpStream, settings: &Settings) {
    let patience = settings.patience.min(Duration::from_millis(500));
    right::close(client, &Settings { patience, ..settings.clone() });
}

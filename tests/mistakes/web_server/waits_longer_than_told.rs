//! "Patience is a number of seconds."

use std::net::TcpStream;
use std::time::Duration;

use crate::given::Settings;
use crate::right;
pub use crate::right::{listener, serve};

pub fn talk(client: TcpStream, settings: &Settings) {
    let patience = Duration::from_secs(settings.patience.as_secs().max(1));
    right::talk(client, &Settings { patience, ..settings.clone() });
}

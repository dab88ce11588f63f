//! "A reset leaves no TIME_WAIT, so it is the better end."

use std::net::TcpStream;
use std::time::Duration;

use socket2::SockRef;

use crate::given::Settings;
use crate::right;
pub use crate::right::{listener, serve};

pub fn talk(client: TcpStream, settings: &Settings) {
    let _ = SockRef::from(&client).set_linger(Some(Duration::ZERO));
    right::talk(client, settings);
}

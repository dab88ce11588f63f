//! "Whoever connects wants a page, so it can be sent at once."

use std::net::TcpStream;

use crate::given::Settings;
use crate::right;
pub use crate::right::{listener, serve};

pub fn talk(mut client: TcpStream, settings: &Settings) {
    let page = right::find(&settings.root, "/");
    let _ = right::respond(&mut client, page, false, false);
    right::close(&mut client, settings);
}

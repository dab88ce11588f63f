//! "The close takes its time."

use std::io;
use std::net::Shutdown;
use std::net::TcpStream;
use std::thread;

use crate::given::Settings;
pub use crate::right::{listener, serve};
use crate::{Parts, RIGHT, talk_with};

pub fn talk(client: TcpStream, settings: &Settings) {
    talk_with(client, settings, &Parts { close, ..RIGHT });
}

fn close(client: &mut TcpStream, settings: &Settings) {
    let _ = client.shutdown(Shutdown::Write);
    thread::sleep(settings.patience);
    let _ = client.set_nonblocking(true);
    let _ = io::copy(client, &mut io::sink());
}

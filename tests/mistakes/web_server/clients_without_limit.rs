//! "There is always room for one more."

use std::net::TcpStream;
use std::thread;

use socket2::Socket;

use crate::given::{Settings, Talk};
pub use crate::right::{listener, talk};

pub fn serve(listener: &Socket, settings: &'static Settings, talk: Talk) -> ! {
    loop {
        if let Ok((client, _)) = listener.accept() {
            thread::spawn(move || talk(TcpStream::from(client), settings));
        }
    }
}

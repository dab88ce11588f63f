//! "First the one client, then the next."

use std::net::TcpStream;

use socket2::Socket;

use crate::given::{Settings, Talk};
pub use crate::right::{listener, talk};

pub fn serve(listener: &Socket, settings: &'static Settings, talk: Talk) -> ! {
    loop {
        if let Ok((client, _)) = listener.accept() {
            talk(TcpStream::from(client), settings);
        }
    }
}

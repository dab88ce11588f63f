//! "A thread is worth its price as soon as the client has said something."

use std::net::TcpStream;
use std::thread;

use socket2::Socket;

use crate::given::{Settings, Talk};
pub use crate::right::{listener, talk};

pub fn serve(listener: &Socket, settings: &'static Settings, talk: Talk) -> ! {
    loop {
        let Ok((client, _)) = listener.accept() else { continue };
        let client = TcpStream::from(client);
        if client.peek(&mut [0]).is_ok_and(|length| length > 0) {
            let _ = thread::Builder::new().spawn(move || talk(client, settings));
        }
    }
}

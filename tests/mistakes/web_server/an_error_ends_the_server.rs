//! "accept gives a client. What else?"

use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Settings, Talk};
pub use crate::right::{listener, talk};

static CLIENTS: AtomicUsize = AtomicUsize::new(0);

pub fn serve(listener: &Socket, settings: &'static Settings, talk: Talk) -> ! {
    loop {
        while CLIENTS.load(Ordering::Acquire) >= settings.clients {
            thread::sleep(Duration::from_millis(1));
        }
        let (client, _) = listener.accept().unwrap();
        CLIENTS.fetch_add(1, Ordering::AcqRel);
        let part_b = move || {
            talk(TcpStream::from(client), settings);
            CLIENTS.fetch_sub(1, Ordering::AcqRel);
        };
        if thread::Builder::new().spawn(part_b).is_err() {
            CLIENTS.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

//! "First the client, then its place."

use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Settings, Talk};
pub use crate::right::{listener, talk};

pub fn serve(listener: &Socket, settings: &'static Settings, talk: Talk) -> ! {
    let places: &'static AtomicUsize = Box::leak(Box::new(AtomicUsize::new(settings.clients)));
    let pause = || thread::sleep(Duration::from_millis(10));
    loop {
        let Ok((client, _)) = listener.accept() else {
            pause();
            continue;
        };
        while places.load(Ordering::Acquire) == 0 {
            pause();
        }
        places.fetch_sub(1, Ordering::AcqRel);
        let part_b = move || {
            talk(TcpStream::from(client), settings);
            places.fetch_add(1, Ordering::AcqRel);
        };
        if thread::Builder::new().stack_size(256 * 1024).spawn(part_b).is_err() {
            places.fetch_add(1, Ordering::AcqRel);
        }
    }
}

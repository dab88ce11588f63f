//! "If there can be no thread for a client, I talk with it myself."

use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Settings, Talk};
pub use crate::right::{listener, talk};

pub fn serve(listener: &Socket, settings: &'static Settings, talk: Talk) -> ! {
    let places: &'static AtomicUsize = Box::leak(Box::new(AtomicUsize::new(settings.clients)));
    let pause = || thread::sleep(Duration::from_millis(10));
    loop {
        while places.load(Ordering::Acquire) == 0 {
            pause();
        }
        let Ok((client, _)) = listener.accept() else {
            pause();
            continue;
        };
        places.fetch_sub(1, Ordering::AcqRel);
        let client = Arc::new(Mutex::new(Some(TcpStream::from(client))));
        let part_b = move || {
            let client = client.lock().unwrap_or_else(PoisonError::into_inner).take();
            client.into_iter().for_each(|client| talk(client, settings));
            places.fetch_add(1, Ordering::AcqRel);
        };
        let mine = part_b.clone();
        if thread::Builder::new().stack_size(256 * 1024).spawn(part_b).is_err() {
            mine();
        }
    }
}

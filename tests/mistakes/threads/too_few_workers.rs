//! "Threads are dear. A few of them, made once, take turns with the clients."

use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

const WORKERS: usize = 4;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    let (clients, waiting) = mpsc::channel();
    let waiting = Arc::new(Mutex::new(waiting));
    for _ in 0..WORKERS {
        let waiting = Arc::clone(&waiting);
        thread::spawn(move || {
            loop {
                let next = waiting.lock().map(|waiting| waiting.recv());
                let Ok(Ok((connection, place))) = next else { return };
                let _ = talk(connection);
                drop(place);
            }
        });
    }
    loop {
        let place = places.take();
        let _ = clients.send((right::accept(listener), place));
    }
}

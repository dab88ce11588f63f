//! "There will be a thread for this client sooner or later."

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let place = places.take();
        let client = Arc::new(Mutex::new(Some((right::accept(listener), place))));
        let talks = || {
            let client = Arc::clone(&client);
            thread::Builder::new().spawn(move || {
                let client = client.lock().map(|mut client| client.take());
                if let Ok(Some((connection, place))) = client {
                    let _ = talk(connection);
                    drop(place);
                }
            })
        };
        while talks().is_err() {
            thread::sleep(Duration::from_millis(50));
        }
    }
}

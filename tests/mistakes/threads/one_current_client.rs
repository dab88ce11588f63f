//! "The server answers the client that is connected."

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};
use std::thread;

use socket2::Socket;

use crate::given::{Places, Talk, numbered_echo};
use crate::right;

static CLIENT: Mutex<Option<Socket>> = Mutex::new(None);

/// Writes to the client that is connected.
struct Client;

impl Write for Client {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &*CLIENT.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(client) => client.send(bytes),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub fn serve(listener: &Socket, places: &Places, _: Talk) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        *CLIENT.lock().unwrap_or_else(PoisonError::into_inner) = connection.try_clone().ok();
        let _ = thread::Builder::new().spawn(move || {
            let _ = numbered_echo(&connection, Client);
            drop(place);
        });
    }
}

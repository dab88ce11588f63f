//! A thread for each client.

use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Talk};

/// How long to wait before an accept that failed is tried again. Without this, a process that has
/// no descriptor left would ask again and again as fast as it can: the client stays in the queue.
const PAUSE: Duration = Duration::from_millis(10);

/// Serves the clients of a socket that listens, each in a thread of its own.
pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        // Before accept: a client that has no place yet is better off in the kernel's queue than
        // accepted and left alone.
        let place = places.take();
        let connection = match listener.accept() {
            Ok((connection, _)) => connection,
            // All of these are about this moment or about one client, and the next may do better.
            Err(error) => {
                eprintln!("accept: {error}");
                thread::sleep(PAUSE);
                continue;
            }
        };
        // thread::spawn would panic where no thread can be made. This gives an error, and drops
        // the closure, with the connection and the place in it.
        let thread = thread::Builder::new().spawn(move || {
            if let Err(error) = talk(connection) {
                eprintln!("a talk ended: {error}");
            }
            // In this thread, and not before the talk has ended. A panic drops it as well.
            drop(place);
        });
        // Nobody waits for the thread. Without a handle, the system keeps nothing of it when it
        // has ended.
        if let Err(error) = thread {
            eprintln!("no thread for a client: {error}");
        }
    }
}

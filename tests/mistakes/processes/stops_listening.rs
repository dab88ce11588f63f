//! "While no descriptor is free nobody can be served. Whoever comes should be refused."

use std::net::Shutdown;
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    let _ = listener.set_cloexec(true);
    loop {
        let place = places.take();
        let Ok((connection, _)) = listener.accept() else {
            let _ = listener.shutdown(Shutdown::Both);
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        let command = program();
        let _ = thread::Builder::new().spawn(move || {
            if let Ok(mut child) = right::start(command, connection) {
                let _ = child.wait();
            }
            drop(place);
        });
    }
}

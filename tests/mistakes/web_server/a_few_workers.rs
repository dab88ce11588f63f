//! "A few threads take turns."

use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Settings, Talk};
pub use crate::right::{listener, talk};

pub fn serve(listener: &Socket, settings: &'static Settings, talk: Talk) -> ! {
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    match listener.accept() {
                        Ok((client, _)) => talk(TcpStream::from(client), settings),
                        Err(_) => thread::sleep(Duration::from_millis(10)),
                    }
                }
            });
        }
    });
    unreachable!("the threads have no end")
}

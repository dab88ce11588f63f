//! "The child has the connection now. I shut it down on my side."

use std::net::Shutdown;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let (command, connection) = (program(), right::accept(listener));
        let Ok(mine) = connection.try_clone() else { continue };
        let thread = std::thread::Builder::new().spawn(move || {
            let child = right::start(command, connection);
            let _ = mine.shutdown(Shutdown::Both);
            drop(mine);
            if let Ok(mut child) = child {
                let _ = child.wait();
            }
            drop(place);
        });
        drop(thread);
    }
}

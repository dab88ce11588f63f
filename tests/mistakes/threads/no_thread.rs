//! "The loop serves one client after the other. Each of them is served."

use socket2::Socket;

use crate::given::{Places, Talk};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    loop {
        let _place = places.take();
        if let Err(error) = talk(right::accept(listener)) {
            eprintln!("a talk ended: {error}");
        }
    }
}

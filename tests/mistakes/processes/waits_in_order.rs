//! "One thread can wait for all children, one after the other."

use std::process::Child;
use std::sync::mpsc;
use std::thread;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    let (sender, children) = mpsc::channel::<(Child, _)>();
    thread::spawn(move || {
        for (mut child, place) in children {
            let _ = child.wait();
            drop(place);
        }
    });
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        if let Ok(child) = right::start(program(), connection) {
            let _ = sender.send((child, place));
        }
    }
}

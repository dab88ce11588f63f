//! "A child that fails is an error, and after an error a program ends."

use std::{process, thread};

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let command = program();
        let _ = thread::Builder::new().spawn(move || {
            if let Ok(mut child) = right::start(command, connection) {
                match child.wait() {
                    Ok(status) if status.success() => {}
                    other => {
                        eprintln!("a talk ended: {other:?}");
                        process::exit(1);
                    }
                }
            }
            drop(place);
        });
    }
}

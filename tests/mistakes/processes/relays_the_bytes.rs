//! "A child talks through pipes, and I copy the bytes to and from its client."

use std::io;
use std::net::Shutdown;
use std::process::Stdio;
use std::thread;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let mut command = program();
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let Ok(mut child) = command.spawn() else { continue };
        let (Some(mut input), Some(mut output), Ok(from)) =
            (child.stdin.take(), child.stdout.take(), connection.try_clone())
        else {
            continue;
        };
        thread::spawn(move || io::copy(&mut &from, &mut input));
        thread::spawn(move || {
            let _ = io::copy(&mut output, &mut &connection);
            let _ = connection.shutdown(Shutdown::Both);
            let _ = child.wait();
            drop(place);
        });
    }
}

//! "If the child starts the program and ends, nobody has to wait for the program."

use std::process::Command;
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Program};
use crate::right;

/// In the background, a shell gives its own input to nobody. So the connection is kept as another descriptor.
const IN_THE_BACKGROUND: &str = "exec 3<&0; \"$@\" <&3 3<&- &";

pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    loop {
        let place = places.take();
        let connection = right::accept(listener);
        let program = program();
        let mut shell = Command::new("sh");
        shell
            .args(["-c", IN_THE_BACKGROUND, "sh"])
            .arg(program.get_program())
            .args(program.get_args());
        match right::start(shell, connection) {
            Ok(mut child) => drop(child.wait()),
            Err(_) => thread::sleep(Duration::from_millis(10)),
        }
        drop(place);
    }
}

//! A process for each client.

use std::io;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::given::{Places, Program};

/// How long to wait before an accept that failed is tried again. Without this, a process that has
/// no descriptor left would ask again and again as fast as it can: the client stays in the queue.
const PAUSE: Duration = Duration::from_millis(10);

/// Serves the clients of a socket that listens, each by a process of its own, the way inetd does.
pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    // A child that kept the listener would keep the port when this process has gone, and clients
    // would stay in a queue that nobody looks at. socket2's own sockets are close-on-exec; this
    // one is not yet.
    if let Err(error) = listener.set_cloexec(true) {
        eprintln!("the children will have the listening socket: {error}");
    }
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
        // A child that has ended stays as a zombie until somebody has waited for it. A thread for
        // each child does this in time, also when no further client comes; to wait in this loop
        // would keep the other clients waiting. The thread starts the child as well: where no
        // thread can be made, no child is left without one who waits.
        let command = program();
        let thread = thread::Builder::new().spawn(move || {
            match start(command, connection) {
                Ok(mut child) => report(child.wait()),
                Err(error) => eprintln!("no process for a client: {error}"),
            }
            drop(place);
        });
        // If there is none, the closure was dropped, with the connection and the place in it.
        if let Err(error) = thread {
            eprintln!("no thread for a client: {error}");
        }
    }
}

/// Starts the program with the connection as its standard input and output.
fn start(mut command: Command, connection: Socket) -> io::Result<Child> {
    let input = connection.try_clone()?;
    command.stdin(OwnedFd::from(input)).stdout(OwnedFd::from(connection));
    // The command has the descriptors, and this function has the command. So both are closed here
    // when it returns, and the child alone has the connection. `command.status()` would wait with
    // both of them open.
    command.spawn()
}

/// A child may end as it likes.
fn report(ended: io::Result<ExitStatus>) {
    match ended {
        Ok(status) if status.success() => {}
        Ok(status) => eprintln!("a talk ended: {status}"),
        Err(error) => eprintln!("nobody knows how a talk ended: {error}"),
    }
}

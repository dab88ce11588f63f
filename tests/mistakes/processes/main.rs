//! Makes the known mistakes of `17_processes`.

#[cfg(unix)]
#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The program that calls the function.
#[cfg(unix)]
#[path = "../../../exercises/17_processes/src/given.rs"]
mod given;

#[cfg(unix)]
mistakes! {
    processes in [
        a_child_ends_the_server,
        a_child_of_a_child,
        accepts_before_there_is_a_place,
        an_accept_error_ends_the_server,
        asks_again_at_once,
        connections_do_not_wait,
        expects_a_child,
        expects_a_thread,
        first_read_in_the_parent,
        keeps_the_connections,
        no_new_process,
        no_wait,
        nobody_waits_without_a_thread,
        only_standard_input,
        reaps_at_the_next_client,
        relays_the_bytes,
        resets_at_the_end,
        rests_too_long,
        shuts_the_connection_down,
        silent_clients_are_left,
        stops_listening,
        takes_no_place,
        the_child_keeps_the_listener,
        the_error_output_too,
        the_place_is_dropped_at_once,
        turns_away,
        waits_a_while,
        waits_in_order,
        waits_in_the_loop,
        waits_with_the_connection,
    ] => given::run(processes::serve)
}

#[cfg(not(unix))]
fn main() {}

/// What each mistake leaves right.
#[cfg(unix)]
mod right {
    use std::io;
    use std::os::fd::OwnedFd;
    use std::process::{Child, Command};
    use std::thread;
    use std::time::Duration;

    use socket2::Socket;

    /// Waits for the next client, and survives an error.
    pub fn accept(listener: &Socket) -> Socket {
        // Once would do, and does no harm when it is done again.
        let _ = listener.set_cloexec(true);
        loop {
            match listener.accept() {
                Ok((connection, _)) => return connection,
                Err(_) => thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    /// Gives the connection away: to the command, which gives it to the new process.
    pub fn start(mut command: Command, connection: Socket) -> io::Result<Child> {
        let input = connection.try_clone()?;
        command.stdin(OwnedFd::from(input)).stdout(OwnedFd::from(connection));
        command.spawn()
    }

    /// Starts the process and waits for it, in a thread, which keeps something until then.
    pub fn start_in_a_thread<T>(command: Command, connection: Socket, keeps: T)
    where
        T: Send + 'static,
    {
        let thread = thread::Builder::new().spawn(move || {
            if let Ok(mut child) = start(command, connection) {
                let _ = child.wait();
            }
            drop(keeps);
        });
        drop(thread);
    }
}

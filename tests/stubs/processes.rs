//! A process for each client.

use socket2::Socket;

use crate::given::{Places, Program};

/// Serves the clients of a socket that listens, each by a process of its own, the way inetd does.
///
/// For each client
///
/// - it takes a place, and only then accepts the client: while no place is free, the others stay in
///   the queue of `listener`,
/// - it starts the command that `program` makes, with the connection as the standard input and the
///   standard output of the new process,
/// - it closes its own copies of the connection at once. From then on the new process alone has it,
/// - it waits for the end of the process, without keeping other clients waiting. Then the place is
///   free, and nothing is left of the process: no zombie.
///
/// No new process has the listening socket. `listener` is as socket(2) makes it: it is not
/// close-on-exec.
///
/// It never returns. It goes on serving whatever happens to one client:
///
/// - however its process ends, this ends its talk alone,
/// - if `accept` fails, it is tried again after a short time: EMFILE says that this process can
///   have no more descriptors now,
/// - if no process can be started, the client's connection is closed.
///
/// See fork(2), execve(2), wait(2); fcntl(2) for FD_CLOEXEC; inetd(8); [`std::process::Command`].
pub fn serve(listener: &Socket, places: &Places, program: Program<'_>) -> ! {
    todo!("a process for each client: {listener:?}, {places:?}, {:?}", program())
}

//! The program creates a socket.

use netstack::{Errno, Fd, SocketTable};

/// The program asks for a new socket.
///
/// Puts a new control block into the table, and makes the lowest free descriptor stand for it. The
/// control block is a [`Socket`](netstack::Socket) that
///
/// - is in [`State::Closed`](netstack::State::Closed),
/// - has no address of its own, and no peer,
/// - has no queue, no options, and nothing else.
///
/// The descriptors of a program are the numbers below `table.limits.descriptors`. 0, 1 and 2 are
/// always taken: they are standard input, output and error. A descriptor that was closed is free
/// again.
///
/// Returns the descriptor.
///
/// # Errors
///
/// [`Errno::EMFILE`]: no descriptor is free. Then there is no new socket in the table either.
///
/// See socket(2); `RLIMIT_NOFILE` in getrlimit(2); POSIX, "File Descriptor Allocation"; Linux,
/// `__sys_socket`.
pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    todo!("create a socket beside these:\n{table}")
}

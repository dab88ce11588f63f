//! The program creates a socket.

use netstack::{Errno, Fd, Socket, SocketTable};

/// The first descriptor behind standard input, output and error.
const FIRST: u32 = 3;

/// The program asks for a new socket.
pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    // The limit is a bound for the number itself, and no count: after it was lowered, a program may
    // still have higher descriptors, and they take nothing away from the lower ones.
    let mut numbers = (FIRST..table.limits.descriptors).map(Fd);
    // From below, so that the number of a descriptor that was closed is used again. Programs rely
    // on it: to close 1 and to open a file is an old way to redirect a program's output.
    let free = numbers.find(|fd| table.socket_of(*fd).is_err());

    // The descriptor comes first. A socket without one could be reached by nobody, and it would
    // stay in the table for ever.
    let fd = free.ok_or(Errno::EMFILE)?;
    // A new socket knows nothing yet: `bind` and `listen`, or `connect`, will write into it.
    let id = table.insert(Socket::default());
    table.open_as(fd, id);
    Ok(fd)
}

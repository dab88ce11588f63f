//! "The socket is in the table, and the program knows its descriptor. That is all."

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let mut numbers = (3..table.limits.descriptors).map(Fd);
    let fd = numbers.find(|fd| table.socket_of(*fd).is_err()).ok_or(Errno::EMFILE)?;
    table.insert(Socket::default());
    Ok(fd)
}

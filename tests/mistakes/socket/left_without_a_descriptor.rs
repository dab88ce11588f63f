//! "Make the socket, then open a descriptor for it. If that fails, return the error."

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let id = table.insert(Socket::default());
    table.open(id)
}

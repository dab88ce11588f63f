//! "The program's own socket has descriptor 3."

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let fd = Fd(3);
    if fd.0 >= table.limits.descriptors {
        return Err(Errno::EMFILE);
    }
    let id = table.insert(Socket::default());
    table.open_as(fd, id);
    Ok(fd)
}

//! "The first socket has descriptor 3, the second 4: the number of the socket, plus 2."

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let id = table.insert(Socket::default());
    let fd = Fd(id.0 + 2);
    if fd.0 >= table.limits.descriptors {
        table.remove(id);
        return Err(Errno::EMFILE);
    }
    table.open_as(fd, id);
    Ok(fd)
}

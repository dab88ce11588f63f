//! "Any free descriptor will do. From above one is found sooner."

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let mut numbers = (3..table.limits.descriptors).rev().map(Fd);
    let fd = numbers.find(|fd| table.socket_of(*fd).is_err()).ok_or(Errno::EMFILE)?;
    let id = table.insert(Socket::default());
    table.open_as(fd, id);
    Ok(fd)
}

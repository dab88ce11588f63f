//! "It is not connected, and that is an error until it is."

use netstack::{Errno, Fd, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let fd = crate::right::socket(table)?;
    let id = table.socket_of(fd)?;
    table[id].error = Some(Errno::ENOTCONN);
    Ok(fd)
}

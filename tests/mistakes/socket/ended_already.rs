//! "Nobody can send to it yet, so its stream is at the end."

use netstack::{Errno, Fd, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let fd = crate::right::socket(table)?;
    let id = table.socket_of(fd)?;
    table[id].ended = true;
    Ok(fd)
}

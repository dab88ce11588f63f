//! "The program has set its options before. A new socket begins with them."

use netstack::{Errno, Fd, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let first = table.iter().next().map(|(_, socket)| socket.options);
    let fd = crate::right::socket(table)?;
    let id = table.socket_of(fd)?;
    table[id].options = first.unwrap_or_default();
    Ok(fd)
}

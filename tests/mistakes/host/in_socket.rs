//! "Descriptors begin with 0."

use netstack::{Errno, Fd, Socket, SocketTable};

pub use crate::right::{arrives, close, expired, shutdown};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let id = table.insert(Socket::default());
    let fd = (0..).map(Fd).find(|fd| table.socket_of(*fd).is_err()).ok_or(Errno::EMFILE)?;
    table.open_as(fd, id);
    Ok(fd)
}

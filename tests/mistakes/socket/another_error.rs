//! "No free descriptor is found, so the descriptor is bad."

use netstack::{Errno, Fd, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    crate::right::socket(table).map_err(|_| Errno::EBADF)
}

//! "The limit says how many sockets there may be. I count them."

use netstack::{Errno, Fd, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    if 3 + table.iter().count() as u32 >= table.limits.descriptors {
        return Err(Errno::EMFILE);
    }
    crate::right::socket(table)
}

//! "A descriptor is only a number. I look for a free one and return it."

use netstack::{Errno, Fd, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let mut numbers = (3..table.limits.descriptors).map(Fd);
    numbers.find(|fd| table.socket_of(*fd).is_err()).ok_or(Errno::EMFILE)
}

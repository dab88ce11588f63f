//! "The next descriptor is one more than the last."

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let held = table.iter().filter_map(|(id, _)| table.descriptor_of(id));
    let fd = held.max().map_or(Fd(3), |last| Fd(last.0 + 1));
    if fd.0 >= table.limits.descriptors {
        return Err(Errno::EMFILE);
    }
    let id = table.insert(Socket::default());
    table.open_as(fd, id);
    Ok(fd)
}

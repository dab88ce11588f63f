//! "A number that was used once is not used again. Somebody may still have kept it."

use std::cell::Cell;

use netstack::{Errno, Fd, Socket, SocketTable};

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(2) };
}

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let held = table.iter().filter_map(|(id, _)| table.descriptor_of(id));
    let last = held.map(|fd| fd.0).fold(LAST.get(), u32::max);
    let fd = Fd(last + 1);
    if fd.0 >= table.limits.descriptors {
        return Err(Errno::EMFILE);
    }
    LAST.set(fd.0);
    let id = table.insert(Socket::default());
    table.open_as(fd, id);
    Ok(fd)
}

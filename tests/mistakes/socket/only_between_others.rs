//! "A gap is where the difference of two open numbers is more than 1."

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let descriptors = table.iter().filter_map(|(id, _)| table.descriptor_of(id));
    let mut open: Vec<u32> = descriptors.map(|fd| fd.0).collect();
    open.sort_unstable();
    let gap = open.windows(2).find(|pair| pair[1] - pair[0] > 1).map(|pair| pair[0] + 1);
    let number = gap.unwrap_or_else(|| open.last().map_or(3, |last| last + 1));
    if number >= table.limits.descriptors {
        return Err(Errno::EMFILE);
    }
    let id = table.insert(Socket::default());
    table.open_as(Fd(number), id);
    Ok(Fd(number))
}

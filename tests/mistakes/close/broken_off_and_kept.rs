//! "The RST tells the peer. The row is CLOSED, and goes when everybody knows."

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let mut tried = table.clone();
    let sent = crate::right::close(&mut tried, fd)?;
    if table[id].state != State::Listen && sent.iter().any(|it| it.flags.contains(Flags::RST)) {
        table.close(fd);
        table[id].state = State::Closed;
    } else {
        *table = tried;
    }
    Ok(sent)
}

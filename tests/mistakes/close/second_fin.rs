//! "close sends a FIN. It always does."

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let before = table[id].clone();
    let sent = crate::right::close(table, fd)?;
    let ended = [State::FinWait1, State::FinWait2, State::Closing, State::LastAck];
    if sent.is_empty() && ended.contains(&before.state) && table.get(id).is_some() {
        let ends = before.local.zip(before.remote);
        let fin = ends.map(|(local, remote)| Segment::new(Flags::FIN | Flags::ACK, local, remote));
        return Ok(fin.into_iter().collect());
    }
    Ok(sent)
}

//! "The FIN stands one number further than the byte behind the last."

use netstack::{Errno, Fd, Segment, SocketId, SocketTable};

pub use crate::right::{arrives, expired};

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let before = fin(table, id);
    let sent = crate::right::shutdown(table, fd)?;
    one_further(table, id, before);
    Ok(sent)
}

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let before = fin(table, id);
    let sent = crate::right::close(table, fd)?;
    one_further(table, id, before);
    Ok(sent)
}

fn fin(table: &SocketTable, id: SocketId) -> Option<u32> {
    table.get(id)?.sending.as_ref()?.fin
}

/// What was written down now is one further.
fn one_further(table: &mut SocketTable, id: SocketId, before: Option<u32>) {
    if let Some(fin) = fin(table, id).filter(|_| before.is_none())
        && let Some(sending) = &mut table[id].sending
    {
        sending.fin = Some(fin.wrapping_add(1));
    }
}

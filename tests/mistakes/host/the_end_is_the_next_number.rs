//! "The FIN has the number that is sent next."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::{arrives, expired};

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let sent = crate::right::shutdown(table, fd)?;
    next_number(table);
    Ok(sent)
}

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let sent = crate::right::close(table, fd)?;
    next_number(table);
    Ok(sent)
}

/// A FIN that is not sent yet gets the number of what is sent next.
fn next_number(table: &mut SocketTable) {
    let ids: Vec<_> = table.iter().map(|(id, _)| id).collect();
    for id in ids {
        if let Some(sending) = &mut table[id].sending
            && sending.fin.is_some_and(|fin| sending.nxt != fin.wrapping_add(1))
        {
            sending.fin = Some(sending.nxt);
        }
    }
}

//! "Each time that the program ends its data, the FIN's number is written down."

use netstack::{Errno, Fd, Segment, SocketId, SocketTable};

pub use crate::right::{arrives, expired};

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::shutdown(table, fd)?;
    write_again(table, id);
    Ok(sent)
}

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::close(table, fd)?;
    write_again(table, id);
    Ok(sent)
}

fn write_again(table: &mut SocketTable, id: SocketId) {
    if table.get(id).is_some()
        && let Some(sending) = &mut table[id].sending
    {
        sending.fin = Some(sending.una.wrapping_add(sending.buffer.len() as u32));
    }
}

//! "The segment is about the peer and this socket, in that order."

use std::mem;

use netstack::{Errno, Fd, Segment, SocketTable};

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let mut sent = crate::right::close(table, fd)?;
    sent.iter_mut().for_each(turn);
    Ok(sent)
}

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let mut sent = crate::right::shutdown(table, fd)?;
    sent.iter_mut().for_each(turn);
    Ok(sent)
}

fn turn(segment: &mut Segment) {
    mem::swap(&mut segment.source, &mut segment.destination);
}

//! "Nobody waits at this port any more, so all that came to it and was not accepted goes."

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let listening = table[id].clone();
    let mut sent = crate::right::close(table, fd)?;
    if listening.state == State::Listen {
        let port = listening.local.map(|local| local.port());
        let waiting = table.iter().filter(|(id, socket)| {
            socket.local.map(|local| local.port()) == port && table.queue_with(*id).is_some()
        });
        for id in waiting.map(|(id, _)| id).collect::<Vec<_>>() {
            let ends = table.remove(id).and_then(|socket| socket.local.zip(socket.remote));
            let reset = |(local, remote)| Segment::new(Flags::RST | Flags::ACK, local, remote);
            sent.extend(ends.map(reset));
        }
    }
    Ok(sent)
}

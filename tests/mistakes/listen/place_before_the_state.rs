//! "First of all it must be asked whether somebody listens there already."

use netstack::{Errno, Fd, Socket, SocketId, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let me = table[id].clone();
    let is_other = |(other, socket): (SocketId, &Socket)| {
        let shared = me.options.reuseport && socket.options.reuseport;
        let here = me.local.is_some_and(|local| crate::overlap(local, socket));
        other != id && socket.state == State::Listen && here && !shared
    };
    if table.iter().any(is_other) {
        return Err(Errno::EADDRINUSE);
    }
    crate::right::listen(table, fd, backlog)
}

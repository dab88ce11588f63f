//! "The first socket that listens there says whether it shares its place."

use netstack::{Errno, Fd, Socket, SocketId, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let me = table[id].clone();
    let is_here = |(other, socket): &(SocketId, &Socket)| {
        let here = me.local.is_some_and(|local| crate::overlap(local, socket));
        *other != id && socket.state == State::Listen && here
    };
    let first = table.iter().find(is_here);
    let shares = first.is_some_and(|(_, first)| me.options.reuseport && first.options.reuseport);
    if shares && me.state == State::Closed && me.remote.is_none() {
        return crate::listen_unless(|_, _, _| false, table, fd, backlog);
    }
    crate::right::listen(table, fd, backlog)
}

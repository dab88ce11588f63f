//! "If free_port finds no port, the first of the range will have to do."

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Backlog, Errno, Fd, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let is_new = table[id].state == State::Closed && table[id].local.is_none();
    if is_new && table.free_port().is_err() {
        let local = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, table.limits.first_port);
        let limit = backlog.cast_unsigned().min(table.limits.somaxconn);
        let socket = &mut table[id];
        socket.state = State::Listen;
        socket.local = Some(local);
        socket.backlog = Some(Backlog { limit, ..Backlog::default() });
        return Ok(());
    }
    crate::right::listen(table, fd, backlog)
}

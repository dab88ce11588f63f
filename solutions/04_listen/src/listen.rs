//! The program says that a socket shall listen for connections.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Backlog, Errno, Fd, Socket, SocketId, SocketTable, State};

/// The program calls listen(2) on `fd`: the socket shall listen for connections.
pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    // Without a sign, -1 is the largest number there is: "as long as the system allows".
    let limit = backlog.cast_unsigned().min(table.limits.somaxconn);

    match (table[id].state, table[id].remote) {
        (State::Closed, None) => {}
        (State::Listen, _) => {
            // Clients are in the queue, and they are connected. A new limit is for those that
            // come from now on.
            if let Some(backlog) = &mut table[id].backlog {
                backlog.limit = limit;
            }
            return Ok(());
        }
        // It has a peer, or had one: a connection that was reset is CLOSED too.
        _ => return Err(Errno::EINVAL),
    }

    let local = match table[id].local {
        Some(local) => local,
        None => SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, table.free_port()?),
    };
    // bind has looked at this before, but two sockets with SO_REUSEADDR may both be bound to one
    // address. Only one of them can have the clients.
    if is_taken(table, id, local) {
        return Err(Errno::EADDRINUSE);
    }

    // From here on nothing can fail, so an error never leaves a socket that is half changed.
    let socket = &mut table[id];
    socket.state = State::Listen;
    socket.local = Some(local);
    socket.backlog = Some(Backlog { limit, waiting: VecDeque::new() });
    Ok(())
}

/// Whether another socket already gets the connection packets that `local` would get.
fn is_taken(table: &SocketTable, id: SocketId, local: SocketAddrV4) -> bool {
    let may_share = |other: &Socket| table[id].options.reuseport && other.options.reuseport;
    table.iter().any(|(other_id, other)| {
        // A connection has the port too, but it gets only what its own client sends.
        other_id != id
            && other.state == State::Listen
            && other.local.is_some_and(|other| overlap(other, local))
            && !may_share(other)
    })
}

/// Whether a packet can be for both of these.
fn overlap(a: SocketAddrV4, b: SocketAddrV4) -> bool {
    let everywhere = a.ip().is_unspecified() || b.ip().is_unspecified();
    a.port() == b.port() && (a.ip() == b.ip() || everywhere)
}

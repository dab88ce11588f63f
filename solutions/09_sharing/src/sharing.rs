//! Who may be at an address and port where another socket is already.

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketId, SocketTable, State};

/// The program calls bind(2) on `fd`, on a host on which connections have been made, and sockets
/// share.
pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    // First what is wrong with the address itself, then with the socket, then with the others.
    if !address.ip().is_unspecified() && !table.is_own(*address.ip()) {
        return Err(Errno::EADDRNOTAVAIL);
    }
    // Port 0 is not a low port. It asks for one of the kernel's choice.
    if (1..table.limits.unprivileged).contains(&address.port()) {
        return Err(Errno::EACCES);
    }
    if table[id].local.is_some() {
        return Err(Errno::EINVAL);
    }

    let local = match address.port() {
        0 => free_port(table, id, address)?,
        _ if is_taken(table, id, address) => return Err(Errno::EADDRINUSE),
        _ => address,
    };
    // Nothing is written before this line, so an error leaves the table as it was. And nothing else
    // is written: the socket has an address now, but it does not listen there.
    table[id].local = Some(local);
    Ok(())
}

/// `address` with the lowest port of the range at which no other socket is in the way.
fn free_port(
    table: &SocketTable,
    id: SocketId,
    address: SocketAddrV4,
) -> Result<SocketAddrV4, Errno> {
    // Who leaves the choice to the kernel wants a port of its own. So no option helps to share one.
    let is_free = |local: &SocketAddrV4| in_the_way(table, id, *local).next().is_none();
    let ports = table.limits.first_port..=table.limits.last_port;
    let mut places = ports.map(|port| SocketAddrV4::new(*address.ip(), port));
    places.find(is_free).ok_or(Errno::EADDRINUSE)
}

/// Whether another socket keeps this one from being at `local`.
fn is_taken(table: &SocketTable, id: SocketId, local: SocketAddrV4) -> bool {
    let ours = table[id].options;
    in_the_way(table, id, local).any(|other| {
        let theirs = other.options;
        let reuse_address = ours.reuseaddr && theirs.reuseaddr && other.state != State::Listen;
        let reuse_port = ours.reuseport && theirs.reuseport;
        !(reuse_address || reuse_port)
    })
}

/// The other sockets that hold the port at the same address, or where one of the two is everywhere.
fn in_the_way(
    table: &SocketTable,
    id: SocketId,
    local: SocketAddrV4,
) -> impl Iterator<Item = &Socket> {
    let others = table.iter().filter(move |(other, _)| *other != id && holds_port(table, *other));
    others.map(|(_, socket)| socket).filter(move |other| {
        other.local.is_some_and(|taken| {
            let everywhere = taken.ip().is_unspecified() || local.ip().is_unspecified();
            taken.port() == local.port() && (taken.ip() == local.ip() || everywhere)
        })
    })
}

/// Whether a socket holds the port of its local endpoint.
fn holds_port(table: &SocketTable, id: SocketId) -> bool {
    let socket = &table[id];
    match socket.state {
        // What was connected once has let its port go. What is only bound holds it.
        State::Closed => socket.remote.is_none(),
        // Until the client's last ACK, Linux has a small record instead of a socket. It is in no
        // list of ports: the listening socket holds the port for it.
        State::SynReceived => table.descriptor_of(id).is_some(),
        _ => true,
    }
}

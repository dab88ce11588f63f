//! The program says at which address and port a socket shall be.

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketId, SocketTable};

/// The program calls bind(2) on `fd`: `address` is written into the socket, as its local endpoint.
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
    let ports = table.limits.first_port..=table.limits.last_port;
    let mut places = ports.map(|port| SocketAddrV4::new(*address.ip(), port));
    places.find(|place| !is_taken(table, id, *place)).ok_or(Errno::EADDRINUSE)
}

/// Whether another socket has this port at the same address, or one of the two is everywhere.
fn is_taken(table: &SocketTable, id: SocketId, place: SocketAddrV4) -> bool {
    let mut others = table.iter().filter(|(other, _)| *other != id);
    others.any(|(_, other)| {
        other.local.is_some_and(|taken| {
            let everywhere = taken.ip().is_unspecified() || place.ip().is_unspecified();
            taken.port() == place.port() && (taken.ip() == place.ip() || everywhere)
        })
    })
}

//! A connection packet arrives, and the program accepts the connection.

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, Socket, SocketId, SocketTable, State};

/// A connection packet (a SYN) arrives. The lookup found the socket `found` for it.
pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    // A client that hears nothing sends its packet again. By then the lookup finds the copy, and
    // not the listening socket: the four values of a connection come first.
    if table[found].state != State::Listen {
        return found;
    }
    let copy = Socket {
        state: State::SynReceived,
        // The port is the listening socket's own: that is where the client sent the packet. The
        // address is the one it dialled, even if the listening socket is at every address.
        local: Some(packet.destination),
        remote: Some(packet.source),
        // A queue belongs to a socket that listens. The copy will talk with one client.
        backlog: None,
        // The rest is what makes it a copy.
        ..table[found].clone()
    };
    // Nothing is written into `table[found]`: the next client must find it as this one did.
    table.insert(copy)
}

/// The program accepts a connection on `listener`, which is nonblocking.
pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let listening = table.socket_of(listener)?;
    let queue = &table[listening].backlog.as_ref().ok_or(Errno::EINVAL)?.waiting;
    let first = *queue.front().ok_or(Errno::EAGAIN)?;
    let peer = table[first].remote.ok_or(Errno::EINVAL)?;

    // The descriptor comes first. If there is none, the connection must still be in the queue: the
    // client is connected, and the program may close something and try again.
    let fd = table.open(first)?;
    if let Some(backlog) = &mut table[listening].backlog {
        backlog.waiting.pop_front();
    }
    Ok((fd, peer))
}

//! A program connects to a server, and the server answers.

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Errno, Fd, Flags, Segment, SocketId, SocketTable, State};

/// The program connects the socket `fd`, which is nonblocking, to the server `to`.
pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &table[id];
    match (socket.state, socket.remote) {
        (State::Closed, None) => {}
        (State::SynSent | State::SynReceived, _) => return Err(Errno::EALREADY),
        _ => return Err(Errno::EISCONN),
    }

    // 0.0.0.0 is the address of no packet: the server must know where to send its answer.
    let bound = socket.local;
    let address = match bound.map(|local| *local.ip()) {
        Some(address) if !address.is_unspecified() => address,
        _ => table.address_towards(*to.ip()),
    };
    let port = match bound {
        Some(local) => Some(local.port()).filter(|port| is_new(table, address, *port, to)),
        None => free_port(table, address, to),
    };
    let local = SocketAddrV4::new(address, port.ok_or(Errno::EADDRNOTAVAIL)?);

    // Nothing was written before: a socket that could not be connected is as it was.
    let socket = &mut table[id];
    socket.local = Some(local);
    socket.remote = Some(to);
    socket.state = State::SynSent;
    Ok(Segment::new(Flags::SYN, local, to))
}

/// Whether no connection has these four values. Three of them may well be taken: one port serves as
/// many connections as there are servers.
fn is_new(table: &SocketTable, address: Ipv4Addr, port: u16, to: SocketAddrV4) -> bool {
    let ends = (Some(SocketAddrV4::new(address, port)), Some(to));
    // A CLOSED socket may still show a peer, but no segment finds it any more.
    let mut connections = table.iter().filter(|(_, socket)| socket.state != State::Closed);
    !connections.any(|(_, socket)| (socket.local, socket.remote) == ends)
}

/// The lowest port of the range for a socket that was not bound. Linux begins at a random one.
fn free_port(table: &SocketTable, address: Ipv4Addr, to: SocketAddrV4) -> Option<u16> {
    // A port that a program has asked for is the program's, and Linux does not look at which
    // address: it keeps bound ports by their number alone.
    let is_bound = |port: u16| {
        let mut bound = table.iter().filter(|(_, socket)| socket.remote.is_none());
        bound.any(|(_, socket)| socket.local.is_some_and(|local| local.port() == port))
    };
    let mut range = table.limits.first_port..=table.limits.last_port;
    range.find(|port| !is_bound(*port) && is_new(table, address, *port, to))
}

/// A segment arrives at the socket `id`, which is in [`State::SynSent`].
pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let socket = &mut table[id];
    let back = |flags| Segment::new(flags, segment.destination, segment.source);
    match segment.flags {
        Flags { rst: true, ack: true, .. } => {
            socket.state = State::Closed;
            // connect has long returned. The program hears of it when it next asks.
            socket.error = Some(Errno::ECONNREFUSED);
            None
        }
        // Without an ACK it does not show that its sender has seen our SYN. Anybody can send that.
        Flags { rst: true, .. } => None,
        Flags { syn: true, ack: true, .. } => {
            socket.state = State::Established;
            Some(back(Flags::ACK))
        }
        // Both sides have sent a SYN at the same time. Ours is still to be acknowledged.
        Flags { syn: true, .. } => {
            socket.state = State::SynReceived;
            Some(back(Flags::SYN | Flags::ACK))
        }
        // It acknowledges something that an earlier connection with these four values has sent. The
        // RST rids the peer of it. Without the number from the ACK, the peer would not believe it.
        Flags { ack: true, .. } => Some(Segment { seq: segment.ack, ..back(Flags::RST) }),
        _ => None,
    }
}

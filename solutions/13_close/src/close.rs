//! The program ends a connection: in order, with a FIN, or by breaking it off, with an RST.

use netstack::{Errno, Fd, Flags, Segment, Socket, SocketId, SocketTable, State};

/// The seconds that a closed connection waits in FIN_WAIT_2 for the peer's FIN (tcp(7),
/// `tcp_fin_timeout`).
pub const FIN_TIMEOUT_SECONDS: u32 = 60;

/// The program closes `fd`. Returns the segments that are sent.
pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    // The program's part ends here, whatever happens to the socket.
    table.close(fd);
    let socket = &table[id];
    Ok(match socket.state {
        State::Listen => stop_listening(table, id),
        State::Closed | State::SynSent => {
            table.remove(id);
            Vec::new()
        }
        // For the program it was over before. What stays is the host's: the four values are taken.
        State::TimeWait => Vec::new(),
        // A FIN would tell the peer that all it sent was taken. It was not.
        _ if !socket.received.is_empty() => {
            let reset = to_peer(Flags::RST | Flags::ACK, socket);
            table.remove(id);
            Vec::from_iter(reset)
        }
        state if socket.options.linger0 => {
            // Both sides have ended their data: there is nothing left to break off.
            let both_ended = matches!(state, State::Closing | State::LastAck);
            let reset = to_peer(Flags::RST | Flags::ACK, socket).filter(|_| !both_ended);
            table.remove(id);
            Vec::from_iter(reset)
        }
        state => {
            let socket = &mut table[id];
            match state {
                // A peer that never closes must not keep this row for ever. While the program held
                // the descriptor, it could still read, and no such time was set.
                State::FinWait2 => socket.timer = Some(FIN_TIMEOUT_SECONDS),
                // Two connection packets have crossed. Linux does not wait for the ACK.
                State::SynReceived => socket.state = State::Established,
                _ => {}
            }
            Vec::from_iter(end_data(socket))
        }
    })
}

/// A listening socket goes, and with it what only it could have handed out.
fn stop_listening(table: &mut SocketTable, listener: SocketId) -> Vec<Segment> {
    let queue = table.remove(listener).and_then(|socket| socket.backlog).unwrap_or_default();
    let gone = queue.waiting.into_iter().filter_map(|id| table.remove(id));
    // Who was reset while it waited has no peer any more that could be told.
    gone.filter(|socket| socket.state != State::Closed)
        .filter_map(|socket| to_peer(Flags::RST | Flags::ACK, &socket))
        .collect()
}

/// The program calls shutdown(2) with SHUT_WR.
pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    match table[id].state {
        State::Closed | State::TimeWait => Err(Errno::ENOTCONN),
        // There is no peer yet that could be told. The program gives the attempt up.
        State::SynSent => {
            let socket = &mut table[id];
            socket.state = State::Closed;
            socket.remote = None;
            socket.error = Some(Errno::ECONNRESET);
            Ok(None)
        }
        _ => Ok(end_data(&mut table[id])),
    }
}

/// Ends the data of this side, if that has not been done before. The FIN that says so to the peer.
fn end_data(socket: &mut Socket) -> Option<Segment> {
    socket.state = match socket.state {
        State::Established => State::FinWait1,
        State::CloseWait => State::LastAck,
        _ => return None,
    };
    to_peer(Flags::FIN | Flags::ACK, socket)
}

/// A segment from a connection to its peer. A socket without a peer has nobody to send to.
fn to_peer(flags: Flags, socket: &Socket) -> Option<Segment> {
    Some(Segment::new(flags, socket.local?, socket.remote?))
}

//! "The two ends are the same two ends, whichever way the packet goes."

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection, by that thought.
pub fn belongs(source: SocketAddrV4, destination: SocketAddrV4, connection: FourTuple) -> bool {
    (source == connection.remote && destination == connection.local)
        || (source == connection.local && destination == connection.remote)
}

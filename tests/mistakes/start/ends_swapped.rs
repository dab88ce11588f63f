//! "I am local, so the source is local."

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection, by that thought.
pub fn belongs(source: SocketAddrV4, destination: SocketAddrV4, connection: FourTuple) -> bool {
    source == connection.local && destination == connection.remote
}

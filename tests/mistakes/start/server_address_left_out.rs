//! "A host has one address. Only the port can be another."

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection, by that thought.
pub fn belongs(source: SocketAddrV4, destination: SocketAddrV4, connection: FourTuple) -> bool {
    source == connection.remote && destination.port() == connection.local.port()
}

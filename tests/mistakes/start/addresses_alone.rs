//! "A machine has one address, so the addresses say who talks with whom."

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection, by that thought.
pub fn belongs(source: SocketAddrV4, destination: SocketAddrV4, connection: FourTuple) -> bool {
    source.ip() == connection.remote.ip() && destination.ip() == connection.local.ip()
}

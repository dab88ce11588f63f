//! "A client is its address. Its port is chosen by chance."

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection, by that thought.
pub fn belongs(source: SocketAddrV4, destination: SocketAddrV4, connection: FourTuple) -> bool {
    source.ip() == connection.remote.ip() && destination == connection.local
}

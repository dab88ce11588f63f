//! "The client's port says whose a packet is."

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection, by that thought.
pub fn belongs(source: SocketAddrV4, _: SocketAddrV4, connection: FourTuple) -> bool {
    source.port() == connection.remote.port()
}

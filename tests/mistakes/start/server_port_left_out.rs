//! "The server's address is enough: the client knows which port it meant."

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection, by that thought.
pub fn belongs(source: SocketAddrV4, destination: SocketAddrV4, connection: FourTuple) -> bool {
    source == connection.remote && destination.ip() == connection.local.ip()
}

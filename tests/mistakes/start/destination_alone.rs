//! "A packet is for the socket that it is sent to."

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection, by that thought.
pub fn belongs(_: SocketAddrV4, destination: SocketAddrV4, connection: FourTuple) -> bool {
    destination == connection.local
}

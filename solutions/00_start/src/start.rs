//! Start: whose is a packet? One line answers it.

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection.
pub fn belongs(source: SocketAddrV4, destination: SocketAddrV4, connection: FourTuple) -> bool {
    // The client is the sender, so its end is remote here. With one of the four values left out, two
    // connections could have the same.
    source == connection.remote && destination == connection.local
}

//! "There is a connection, so the packet is for it."

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection, by that thought.
pub fn belongs(_: SocketAddrV4, _: SocketAddrV4, _: FourTuple) -> bool {
    true
}

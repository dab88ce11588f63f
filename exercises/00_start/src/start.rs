//! Start: whose is a packet? One line answers it.

use std::net::SocketAddrV4;

use netstack::FourTuple;

/// Whether a packet belongs to a connection.
///
/// - `source` is who has sent the packet; `destination` is whom it is for.
/// - `connection.local` is this host's endpoint of the connection;
///   `connection.remote` is the client's endpoint.
///
/// Each of these four is an address with a port, such as 198.18.203.1:80.
/// `==` compares both at once.
///
/// See RFC 9293, section 4: a connection is known by its two endpoints.
pub fn belongs(source: SocketAddrV4, destination: SocketAddrV4, connection: FourTuple) -> bool {
    todo!("does a packet {source} → {destination} belong to {connection:?}?")
}

//! Which socket does a segment belong to? First found correctly, then found quickly.

use netstack::{Endpoint, FourTuple, SocketId, SocketIndex, SocketTable};

/// Finds the socket that a segment with these four values belongs to.
///
/// It is the first of these that exists:
///
/// 1. the connection with exactly these four values, in any state but
///    [`State::Closed`](netstack::State::Closed),
/// 2. the socket that listens at exactly the `local` address and port,
/// 3. the socket that listens at the `local` port of every address (its own address is the wildcard
///    0.0.0.0),
/// 4. nobody: `None`. The kernel then answers with a RST.
///
/// [`SocketTable::iter`] walks through the table in the order in which the sockets were made. That
/// order says nothing about whose a segment is.
///
/// See RFC 9293, section 4 ("connection") and section 3.10.7.1 (nobody); Linux, `__inet_lookup`.
pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    todo!("find the socket for {tuple:?} in\n{table}")
}

/// Finds the same socket, and does not walk through all others to find it.
///
/// What it must remember is for you to decide: give it fields. A new index knows no socket.
#[derive(Debug, Default)]
pub struct Index {}

impl SocketIndex for Index {
    /// A socket has come.
    ///
    /// A connection has a `remote` endpoint. A listening socket has none, and its `local` address may
    /// be the wildcard. A socket in CLOSED is never told.
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        todo!("remember {id} with the endpoints {local} and {remote:?}")
    }

    /// A socket goes: one that was inserted before, with these same values. All others stay.
    fn remove(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        todo!("forget {id} with the endpoints {local} and {remote:?}")
    }

    /// Finds the socket that a segment with these four values belongs to, as [`lookup`] does.
    ///
    /// [`Endpoint::wildcard`] is the same port on the address 0.0.0.0. An [`Endpoint`] counts how
    /// often it is compared, hashed or printed. That number must not grow with the number of
    /// sockets. See Linux, `__inet_lookup_established` and `__inet_lookup_listener`.
    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
        todo!("find the socket for {tuple:?}")
    }
}

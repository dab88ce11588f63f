//! "The listening socket is the one at this address."

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{FourTuple, Segment, SocketTable, State};

use crate::exercises::lookup;
use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some((copy, State::SynReceived)) = found(table, segment) {
        let nobody = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
        let listens = FourTuple { local: segment.destination, remote: nobody };
        if let Some(listener) = lookup::lookup(table, listens) {
            copies.insert(copy, listener);
        }
    }
    crate::right::arrives(table, copies, segment, window)
}

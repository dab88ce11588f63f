//! Which socket does a segment belong to? First found correctly, then found quickly.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Endpoint, FourTuple, SocketId, SocketIndex, SocketTable, State};

/// Finds the socket that a segment with these four values belongs to.
pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    // One walk for each rule: the rules have an order, and the table's order must not mix with it.
    let connection = || {
        table.iter().find(|(_, socket)| {
            // A half-open connection and one in TIME_WAIT have their four values too. A socket in
            // CLOSED may still have old addresses written in it, but they are nobody's any more.
            socket.state != State::Closed
                && socket.local == Some(tuple.local)
                && socket.remote == Some(tuple.remote)
        })
    };
    let listener = |local: SocketAddrV4| {
        table.iter().find(move |(_, socket)| {
            // A socket that is bound only has a local endpoint as well. It listens for nobody.
            socket.state == State::Listen && socket.local == Some(local)
        })
    };
    let every_address = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, tuple.local.port());

    let (id, _) =
        connection().or_else(|| listener(tuple.local)).or_else(|| listener(every_address))?;
    Some(id)
}

/// Finds the same socket, and does not walk through all others to find it.
///
/// One map for both kinds of socket would do, with the remote endpoint as an `Option`. With two maps a
/// connection can't be taken for a listening socket, nor removed in its place.
#[derive(Debug, Default)]
pub struct Index {
    /// Both endpoints are the key: with less, two connections could have the same.
    connections: HashMap<FourTuple<Endpoint>, SocketId, Mix>,
    /// The wildcard needs no map of its own. 0.0.0.0 is a key here like any other address. Sockets with
    /// SO_REUSEPORT may listen at the same place: when one goes, the others still listen there.
    listeners: HashMap<Endpoint, Vec<SocketId>, Mix>,
}

impl SocketIndex for Index {
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        match remote {
            Some(remote) => {
                self.connections.insert(FourTuple { local, remote }, id);
            }
            None => self.listeners.entry(local).or_default().push(id),
        }
    }

    fn remove(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        if let Some(remote) = remote {
            self.connections.remove(&FourTuple { local, remote });
        } else if let Some(ids) = self.listeners.get_mut(&local) {
            ids.retain(|other| *other != id);
        }
    }

    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
        // Three questions at most, however many sockets there are.
        let listener = |local: Endpoint| self.listeners.get(&local)?.first();
        let connection = self.connections.get(&tuple);
        let here = || listener(tuple.local);
        let every_address = || listener(tuple.local.wildcard());
        connection.or_else(here).or_else(every_address).copied()
    }
}

/// Makes one number of the four values: the hash.
///
/// A plain `HashMap` is right as well, and looks at no more addresses. But its own hash is made for
/// keys of any length, and takes longer than the rest of the lookup. The four values are 96 bits: two
/// factors hold them all, and two multiplications mix them well.
#[derive(Clone, Copy)]
struct Mix {
    values: u128,
    /// Clients choose their addresses and ports. If they knew how the hash is made, they could
    /// choose them so that all connections have the same.
    secret: [u64; 2],
}

impl Default for Mix {
    fn default() -> Self {
        // The standard library gives random numbers in no other way.
        let random = RandomState::new();
        Self { values: 0, secret: [random.hash_one(0), random.hash_one(1)] }
    }
}

impl BuildHasher for Mix {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        Self { values: 0, ..*self }
    }
}

impl Hasher for Mix {
    // An endpoint is hashed as an address of 32 bits and a port of 16. All that comes stands side by
    // side until the end.
    fn write_u32(&mut self, address: u32) {
        self.values = self.values << 32 | u128::from(address);
    }

    fn write_u16(&mut self, port: u16) {
        self.values = self.values << 16 | u128::from(port);
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u16((*byte).into()));
    }

    fn finish(&self) -> u64 {
        let [high, low] = halves(self.values);
        let once = folded_product(high ^ self.secret[0], low ^ self.secret[1]);
        // Clients often differ in a few bits only. Some secrets would then bring many hashes close
        // together. The second factor, 2^64 divided by the golden ratio, has bits without a pattern.
        folded_product(once, 0x9e37_79b9_7f4a_7c15)
    }
}

/// In a product, a bit depends on the bits below it and on none above. The map uses bits of both
/// ends, so the upper half is laid over the lower.
fn folded_product(a: u64, b: u64) -> u64 {
    let [high, low] = halves(u128::from(a) * u128::from(b));
    high ^ low
}

fn halves(value: u128) -> [u64; 2] {
    [(value >> 64) as u64, value as u64]
}

//! How long one lookup takes: the reference's index, beside a linear scan and two other hash tables.
//!
//! All four hold the same connections and are asked for the same segments, in the same order. The
//! reference is the course's own file. Only the address is another one here: the course's counts
//! how often it is looked at, and a lookup is so short that the counting would be measured too.

// What the reference takes from `netstack`, it finds in this file.
extern crate self as netstack;

use std::collections::{HashMap as StdMap, HashSet};
use std::net::{Ipv4Addr, SocketAddrV4};
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, SamplingMode};
use fastrand::Rng;
use hashbrown::HashMap as BrownMap;
use model::{FourTuple, SocketId, SocketTable, State};

#[path = "../../solutions/07_lookup/src/lookup.rs"]
#[expect(dead_code, reason = "of the reference, only the index is measured")]
mod reference;

/// An address and a port, as the course's `Endpoint`, but it does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Endpoint(SocketAddrV4);

impl Endpoint {
    fn wildcard(self) -> Self {
        Self(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, self.0.port()))
    }
}

/// What is measured: the course's trait, with these addresses.
trait SocketIndex: Default {
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>);
    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId>;

    #[expect(dead_code, reason = "the reference has it; nothing is removed here")]
    fn remove(&mut self, _: SocketId, _: Endpoint, _: Option<Endpoint>) {}
}

/// Two lists, walked through from the beginning.
#[derive(Default)]
struct Scan {
    connections: Vec<(FourTuple<Endpoint>, SocketId)>,
    listeners: Vec<(Endpoint, SocketId)>,
}

impl SocketIndex for Scan {
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        match remote {
            Some(remote) => self.connections.push((FourTuple { local, remote }, id)),
            None => self.listeners.push((local, id)),
        }
    }

    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
        fn find<K: PartialEq>(list: &[(K, SocketId)], key: K) -> Option<SocketId> {
            list.iter().find(|(other, _)| *other == key).map(|(_, id)| *id)
        }
        find(&self.connections, tuple)
            .or_else(|| find(&self.listeners, tuple.local))
            .or_else(|| find(&self.listeners, tuple.local.wildcard()))
    }
}

/// Two maps, each with the hash that it has by itself: SipHash in the standard library, foldhash in
/// hashbrown.
macro_rules! maps {
    ($name:ident, $map:ident) => {
        #[derive(Default)]
        struct $name {
            connections: $map<FourTuple<Endpoint>, SocketId>,
            listeners: $map<Endpoint, SocketId>,
        }

        impl SocketIndex for $name {
            fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
                match remote {
                    Some(remote) => self.connections.insert(FourTuple { local, remote }, id),
                    None => self.listeners.insert(local, id),
                };
            }

            fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
                let connection = self.connections.get(&tuple);
                let listener = || self.listeners.get(&tuple.local);
                let every_address = || self.listeners.get(&tuple.local.wildcard());
                connection.or_else(listener).or_else(every_address).copied()
            }
        }
    };
}

maps!(Std, StdMap);
maps!(Brown, BrownMap);

const SERVER: Endpoint = Endpoint(SocketAddrV4::new(Ipv4Addr::new(198, 18, 203, 1), 80));
const LISTENER: SocketId = SocketId(1);

/// How many connections there are.
const SIZES: [u32; 3] = [100, 10_000, 1_000_000];

/// How many segments arrive before the first one comes again. With a few only, the processor would
/// have all that they need at hand, however many connections there are.
const SEGMENTS: u32 = 1_000_000;

/// One segment in so many is of a new client, and is for the listener.
const NEW_CLIENT: u32 = 10;

/// The connections and the segments, the same for all.
struct Traffic {
    clients: Vec<Endpoint>,
    /// The four values of each segment, and the socket that it belongs to.
    segments: Vec<(FourTuple<Endpoint>, SocketId)>,
}

impl Traffic {
    fn new(connections: u32) -> Self {
        let mut rng = Rng::with_seed(u64::from(connections));
        let mut seen = HashSet::new();
        let mut client = |rng: &mut Rng| {
            loop {
                let address = Ipv4Addr::new(198, 19, rng.u8(..), rng.u8(..));
                let client = Endpoint(SocketAddrV4::new(address, rng.u16(1024..)));
                if seen.insert(client) {
                    return client;
                }
            }
        };
        let clients: Vec<_> = (0..connections).map(|_| client(&mut rng)).collect();
        let segments = (0..SEGMENTS).map(|_| {
            let (remote, id) = if rng.u32(..NEW_CLIENT) == 0 {
                (client(&mut rng), LISTENER)
            } else {
                let number = rng.u32(..connections);
                (clients[number as usize], connection(number))
            };
            (FourTuple { local: SERVER, remote }, id)
        });
        Self { segments: segments.collect(), clients }
    }

    fn measure<I: SocketIndex>(&self, group: &mut BenchmarkGroup<'_, WallTime>, name: &str) {
        let mut index = I::default();
        index.insert(LISTENER, SERVER, None);
        for (number, client) in (0..).zip(&self.clients) {
            index.insert(connection(number), SERVER, Some(*client));
        }
        for (tuple, id) in self.segments.iter().take(1000) {
            assert_eq!(lookup(&index, tuple), Some(*id), "{name}: {tuple:?}");
        }
        let mut segments = self.segments.iter().cycle();
        group.bench_function(BenchmarkId::new(name, self.clients.len()), |bencher| {
            bencher.iter(|| segments.next().map(|(tuple, _)| lookup(&index, tuple)));
        });
    }
}

/// Every lookup is a call. Otherwise the compiler would make one loop of some and not of others.
#[inline(never)]
fn lookup<I: SocketIndex>(index: &I, tuple: &FourTuple<Endpoint>) -> Option<SocketId> {
    index.lookup(*tuple)
}

/// The number of the socket of a connection.
fn connection(number: u32) -> SocketId {
    SocketId(LISTENER.0 + 1 + number)
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("lookup");
    // Samples of about a millisecond, so that most of them are over before another program gets the
    // processor. The median does not mind the others.
    group
        .sampling_mode(SamplingMode::Flat)
        .sample_size(200)
        .measurement_time(Duration::from_millis(200))
        .warm_up_time(Duration::from_millis(200))
        .nresamples(1000);
    for connections in SIZES {
        let traffic = Traffic::new(connections);
        traffic.measure::<Scan>(&mut group, "linear scan");
        traffic.measure::<Std>(&mut group, "HashMap");
        traffic.measure::<Brown>(&mut group, "hashbrown");
        traffic.measure::<reference::Index>(&mut group, "reference");
    }
    group.finish();
}

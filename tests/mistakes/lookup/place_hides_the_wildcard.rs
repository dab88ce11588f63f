//! "At each address and port there is a list of all who are there. That list is asked."

use std::collections::HashMap;

use netstack::{Endpoint, FourTuple, SocketId, SocketIndex};

pub use crate::right::lookup;

#[derive(Default)]
pub struct Index {
    places: HashMap<Endpoint, HashMap<Option<Endpoint>, SocketId>>,
}

impl SocketIndex for Index {
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        self.places.entry(local).or_default().insert(remote, id);
    }

    fn remove(&mut self, _: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        if let Some(place) = self.places.get_mut(&local) {
            place.remove(&remote);
            if place.is_empty() {
                self.places.remove(&local);
            }
        }
    }

    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
        let here = self.places.get(&tuple.local);
        let place = here.or_else(|| self.places.get(&tuple.local.wildcard()))?;
        place.get(&Some(tuple.remote)).or_else(|| place.get(&None)).copied()
    }
}

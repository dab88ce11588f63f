//! An address that counts how often it is looked at, so that a search can be judged without a clock.

use std::cell::Cell;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::{Ipv4Addr, SocketAddrV4};

thread_local! {
    static LOOKS: Cell<u64> = const { Cell::new(0) };
}

fn look() {
    LOOKS.set(LOOKS.get() + 1);
}

/// How often this thread has looked at an [`Endpoint`] since it began.
pub fn looks() -> u64 {
    LOOKS.get()
}

/// An IPv4 address and a port that can be compared, hashed and copied, and that counts each look.
///
/// To compare two endpoints, to hash one and to print one are a look each. What is inside cannot be
/// taken out, so every search that looks at addresses is counted.
#[derive(Clone, Copy, Eq)]
pub struct Endpoint(SocketAddrV4);

impl Endpoint {
    /// The same port on the wildcard address 0.0.0.0.
    #[must_use]
    pub fn wildcard(self) -> Self {
        Self(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, self.0.port()))
    }
}

impl From<SocketAddrV4> for Endpoint {
    fn from(address: SocketAddrV4) -> Self {
        Self(address)
    }
}

impl PartialEq for Endpoint {
    fn eq(&self, other: &Self) -> bool {
        look();
        self.0 == other.0
    }
}

impl PartialOrd for Endpoint {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Endpoint {
    fn cmp(&self, other: &Self) -> Ordering {
        look();
        self.0.cmp(&other.0)
    }
}

impl Hash for Endpoint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        look();
        self.0.hash(state);
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        look();
        self.0.fmt(f)
    }
}

//! Given: places for clients. A place is room for one client; their number is a limit.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// The places of a server. Clones share them.
#[derive(Debug, Clone)]
pub struct Places {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    free: Mutex<usize>,
    freed: Condvar,
}

/// A place that is taken. It is free again as soon as this value is dropped, in whatever thread
/// that happens.
#[derive(Debug)]
#[must_use = "a place is free again as soon as it is dropped"]
pub struct Place {
    shared: Arc<Shared>,
}

impl Places {
    /// So many places, all of them free.
    pub fn new(number: usize) -> Self {
        let shared = Shared { free: Mutex::new(number), freed: Condvar::new() };
        Self { shared: Arc::new(shared) }
    }

    /// Takes a place. While none is free, it blocks.
    #[allow(dead_code, reason = "nobody calls it until the exercise is written")]
    pub fn take(&self) -> Place {
        let free = self.shared.free.lock().unwrap_or_else(PoisonError::into_inner);
        let free = self.shared.freed.wait_while(free, |free| *free == 0);
        *free.unwrap_or_else(PoisonError::into_inner) -= 1;
        Place { shared: Arc::clone(&self.shared) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.shared.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.shared.freed.notify_one();
    }
}

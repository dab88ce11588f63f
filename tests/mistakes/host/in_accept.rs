//! "The connection that came last is at hand."

use netstack::{Accepted, Fd, SocketTable};

pub use crate::right::{arrives, close, expired, shutdown};

pub fn accept(table: &mut SocketTable, listener: Fd) -> Accepted {
    let id = table.socket_of(listener)?;
    if let Some(queue) = &mut table[id].backlog
        && let Some(last) = queue.waiting.pop_back()
    {
        queue.waiting.push_front(last);
    }
    crate::exercises::accept::accept(table, listener)
}

//! "A socket that no program holds can't receive anything."

use netstack::{FourTuple, SocketId, SocketTable};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let mut held = table.clone();
    for (id, _) in table.iter() {
        if table.descriptor_of(id).is_none() {
            held.remove(id);
        }
    }
    crate::right::lookup(&held, tuple)
}

//! "A segment with FIN is for `teardown`."

use netstack::{Segment, SocketTable};

use crate::connection;
use crate::exercises::teardown::is_orphan;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(table: &mut SocketTable, copies: &mut Copies, segment: &Segment) -> Option<Segment> {
    if let Some(id) = connection(table, segment)
        && segment.flags.fin
        && !is_orphan(table, id)
    {
        let without_data = Segment { data: Vec::new(), ..segment.clone() };
        return crate::right::arrives(table, copies, &without_data);
    }
    crate::right::arrives(table, copies, segment)
}

//! "`send::expired` has closed the connection, and that is all."

pub use crate::exercises::send::expired;
pub use crate::right::{arrives, close, shutdown};

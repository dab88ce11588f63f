//! "The client has ended its stream, so I read no more. It closes the connection."

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn is_over(&self) -> bool {
        false
    }
}

//! "When the client has said its last word, the talk is over."

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn is_over(&self) -> bool {
        self.ended
    }
}

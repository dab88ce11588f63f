//! "Half a line has come, so its rest will come, too."

pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn is_over(&self) -> bool {
        self.0.is_over() && self.unfinished.is_empty()
    }
}

//! "First one thing, then the other: who has something to write reads nothing."

use crate::given::Wants;
pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn wants(&self) -> Wants {
        Wants { read: !self.ended && self.unsent.is_empty(), ..self.0.wants() }
    }
}

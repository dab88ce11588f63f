//! "Whether I want to read depends on the answers that wait, and on nothing else."

use crate::given::Wants;
use crate::right::MOST_UNSENT;
pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn wants(&self) -> Wants {
        Wants { read: self.unsent.len() < MOST_UNSENT, ..self.0.wants() }
    }
}

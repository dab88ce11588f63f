//! "What cannot be written yet is kept. Memory is cheap."

use crate::given::Wants;
pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn wants(&self) -> Wants {
        Wants { read: !self.ended, ..self.0.wants() }
    }
}

//! "64 * 1024 answers are many enough."

use crate::given::Wants;
use crate::right::MOST_UNSENT;
pub use crate::right::accept;

otherwise_right!();

impl Talk {
    pub fn wants(&self) -> Wants {
        // To count them takes too long here. One has seven bytes at least, but for the first ten thousand, and
        // no more of them wait than were made.
        let answers = (self.unsent.len() / 7).min(self.next as usize);
        Wants { read: !self.ended && answers < MOST_UNSENT, ..self.0.wants() }
    }
}

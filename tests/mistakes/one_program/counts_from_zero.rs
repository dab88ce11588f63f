//! "The first line has number 0, as the first element of an array has."

use crate::right;
pub use crate::right::accept;

otherwise_right!(right::Talk { next: 0, ..right::Talk::new() });

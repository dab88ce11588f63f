//! What the course's command and the one for maintainers (`crates/dev`) share: which exercises there
//! are, what their manifests say, the verdict on one of them, a trace as a figure, and the book's pages.

pub mod check;
pub mod course;
pub mod figure;
pub mod include;
mod label;
pub mod manifest;
mod on_the_way;
pub mod say;
pub mod sequence;
pub mod web;

/// Something is wrong with what was asked for, or with the set-up: one sentence, and what to do.
pub type Result<T> = std::result::Result<T, String>;

//! Uses the grader's own crate.

extern crate grader;

fn attack() {}

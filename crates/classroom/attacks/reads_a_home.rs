//! Takes a file of the teacher in when it is compiled.

const KEY: &str = include_str!("/root/.bashrc");

fn attack() {}

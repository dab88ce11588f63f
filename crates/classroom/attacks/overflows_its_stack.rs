//! Calls itself without end.

fn deeper(number: u64) -> u64 {
    std::hint::black_box(deeper(number + 1)) + 1
}
fn attack() {
    deeper(0);
}

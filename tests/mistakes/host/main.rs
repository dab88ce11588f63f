//! Makes the known mistakes of `21_host`.

fn main() {}

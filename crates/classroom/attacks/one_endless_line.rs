//! Prints one line without end.

fn attack() {
    loop {
        print!("{}", "x".repeat(10_000));
    }
}

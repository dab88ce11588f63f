//! Prints errors without end.

fn attack() {
    loop {
        eprintln!("{}", "x".repeat(10_000));
    }
}

//! Prints without end.

fn attack() {
    loop {
        println!("{}", "x".repeat(10_000));
    }
}

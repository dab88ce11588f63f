//! Ends at once, with the code of success.

fn attack() {
    std::process::exit(0);
}

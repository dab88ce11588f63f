//! Ends by a signal.

fn attack() {
    std::process::abort();
}

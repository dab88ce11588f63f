//! Leaves files where others may find them.

fn attack() {
    for place in ["/tmp", "/var/tmp", "/dev/shm", "/judged", "/", "/usr/lib"] {
        let _ = std::fs::write(format!("{place}/socklings-was-here"), "x");
    }
}

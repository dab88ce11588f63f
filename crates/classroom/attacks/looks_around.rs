//! Looks for the course, the tests and other people's files.

fn attack() {
    for place in [
        "/course",
        "/grader",
        "/records",
        "/home",
        "HOME",
        "/etc/passwd",
        "/usr/bin/env",
        "/var",
        "/sys",
        "/mnt",
    ] {
        if std::path::Path::new(place).exists() {
            println!("GOT {place}");
        }
    }
    // A check has a program start this one. Nothing else is there.
    for entry in std::fs::read_dir("/usr/bin").into_iter().flatten().flatten() {
        if entry.file_name() != "sleep" {
            println!("GOT {}", entry.path().display());
        }
    }
}

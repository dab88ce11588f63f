//! Looks for the course, the tests and other people's files.

fn attack() {
    for place in [
        "/course",
        "/grader",
        "/records",
        "/home",
        "HOME",
        "/etc/passwd",
        "/usr/bin",
        "/var",
        "/sys",
        "/mnt",
    ] {
        if std::path::Path::new(place).exists() {
            println!("GOT {place}");
        }
    }
}

//! Puts a link in the place of its trace.

fn attack() {
    let trace = std::env::args().skip_while(|it| it != "--trace").nth(1).unwrap_or_default();
    let _ = std::fs::remove_file(&trace);
    let _ = std::os::unix::fs::symlink("/etc/passwd", &trace);
    std::process::exit(0);
}

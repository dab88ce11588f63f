//! Puts a folder in the place of its trace.

fn attack() {
    let trace = std::env::args().skip_while(|it| it != "--trace").nth(1).unwrap_or_default();
    let _ = std::fs::remove_file(&trace);
    let _ = std::fs::create_dir(&trace);
    std::process::exit(0);
}

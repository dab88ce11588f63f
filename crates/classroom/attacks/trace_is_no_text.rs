//! Writes bytes into its trace that are no text.

fn attack() {
    let trace = std::env::args().skip_while(|it| it != "--trace").nth(1).unwrap_or_default();
    let _ = std::fs::write(&trace, b"story: \xff\x00\x1b]0;owned\x07");
    std::process::exit(0);
}
